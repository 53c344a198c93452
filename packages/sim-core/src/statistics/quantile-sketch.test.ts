import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuantileSketch } from "./quantile-sketch.ts";

function sketchOf(xs: readonly number[], relativeError = 0.01): QuantileSketch {
  const sketch = new QuantileSketch(relativeError);
  for (const x of xs) sketch.add(x);
  return sketch;
}

const numbers = fc.array(
  fc.oneof(
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.constant(0),
    fc.double({ min: 1e-9, max: 1e-3, noNaN: true }),
  ),
  { minLength: 1, maxLength: 60 },
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("a quantile sketch", () => {
  it("keeps its stated error at every rank", () => {
    fc.assert(
      fc.property(numbers, share, fc.constantFrom(0.001, 0.01, 0.1), (xs, p, relativeError) => {
        const exact = [...xs].sort((a, b) => a - b)[Math.floor(p * (xs.length - 1))];
        const read = sketchOf(xs, relativeError).quantile(p);
        expect(Math.abs(read - exact)).toBeLessThanOrEqual(relativeError * Math.abs(exact) * (1 + 1e-9));
      }),
    );
  });

  it("merged in any order is exactly the sketch of the whole", () => {
    fc.assert(
      fc.property(numbers, numbers, share, (xs, ys, p) => {
        const forth = sketchOf(xs);
        forth.merge(sketchOf(ys));
        const back = sketchOf(ys);
        back.merge(sketchOf(xs));
        const whole = sketchOf([...xs, ...ys]).quantile(p);
        expect(forth.quantile(p)).toBe(whole);
        expect(back.quantile(p)).toBe(whole);
        expect(forth.count).toBe(xs.length + ys.length);
      }),
    );
  });

  it("is undefined before the first value and counts undefined ones apart", () => {
    const sketch = sketchOf([Number.NaN]);
    expect(sketch.quantile(0.5)).toBeNaN();
    expect([sketch.count, sketch.undefinedCount]).toEqual([0, 1]);
  });

  it("refuses infinite values, an impossible error and unlike sketches", () => {
    expect(() => sketchOf([Number.NEGATIVE_INFINITY])).toThrow(/finite/);
    expect(() => new QuantileSketch(0)).toThrow(/strictly between 0 and 1/);
    expect(() => sketchOf([1], 0.01).merge(sketchOf([1], 0.02))).toThrow(/0.01 and 0.02/);
  });
});
