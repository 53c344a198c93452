import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenEdges, Histogram } from "./histogram.ts";

function histogramOf(edges: readonly number[], xs: readonly number[]): Histogram {
  const histogram = new Histogram(edges);
  for (const x of xs) histogram.add(x);
  return histogram;
}

describe("a histogram", () => {
  it("puts a value on an edge into the class above it, and the last edge into the last class", () => {
    const histogram = histogramOf([0, 1, 2], [0, 0.5, 1, 2, 3, -1, Number.NaN]);
    expect(histogram.counts).toEqual([2, 2]);
    expect([histogram.below, histogram.above, histogram.undefinedCount, histogram.total]).toEqual([1, 1, 1, 6]);
  });

  it("finds the class in uneven edges", () => {
    expect(histogramOf([0, 1, 10, 11, 100], [0.5, 5, 10.5, 99, 50]).counts).toEqual([1, 1, 1, 2]);
  });

  it("makes even edges that end exactly at the last", () => {
    expect(evenEdges(0, 1, 2)).toEqual([0, 0.5, 1]);
    expect(evenEdges(2, 3, 1)).toEqual([2, 3]);
    expect(evenEdges(0, 0.3, 3).at(-1)).toBe(0.3);
  });

  it("refuses edges that do not ascend, and merging unlike ones", () => {
    expect(() => new Histogram([0, 0])).toThrow(/ascending/);
    expect(() => new Histogram([0])).toThrow(/at least two/);
    expect(() => new Histogram([0, Number.POSITIVE_INFINITY])).toThrow(/finite/);
    expect(() => new Histogram([0, 1]).merge(new Histogram([0, 2]))).toThrow(/different edges/);
  });

  it("merged from two parts is the histogram of the whole and loses nothing", () => {
    const xs = fc.array(fc.double({ min: -2, max: 12, noDefaultInfinity: true }));
    fc.assert(
      fc.property(xs, xs, (left, right) => {
        const edges = evenEdges(0, 10, 7);
        const merged = histogramOf(edges, left);
        merged.merge(histogramOf(edges, right));
        const whole = histogramOf(edges, [...left, ...right]);
        expect(merged.counts).toEqual(whole.counts);
        expect(merged.edges).toEqual(edges);
        expect(merged.total + merged.undefinedCount).toBe(left.length + right.length);
      }),
    );
  });
});
