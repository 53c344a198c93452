import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeSpans, TimeWeighted } from "./time-weighted.ts";

describe("a time-weighted value", () => {
  it("weighs each value by how long it stood", () => {
    const queue = new TimeWeighted(0, 0);
    queue.set(1, 2);
    queue.add(3, -1);
    const span = queue.spanTo(4);
    expect(span).toMatchObject({ start: 0, end: 4, integral: 5, mean: 1.25, minimum: 0, maximum: 2 });
    expect(span.variance).toBeCloseTo(0.6875, 14);
    expect(queue.value).toBe(1);
    expect(queue.lastChange).toBe(3);
  });

  it("reads without changing", () => {
    const queue = new TimeWeighted(0, 3);
    expect(queue.meanTo(10)).toBe(3);
    queue.set(5, 0);
    expect(queue.meanTo(10)).toBe(1.5);
    expect(queue.meanTo(6)).toBe(2.5);
  });

  it("forgets a warm-up and keeps the value", () => {
    const queue = new TimeWeighted(0, 100);
    queue.reset(10);
    queue.set(12, 0);
    expect(queue.spanTo(14)).toMatchObject({ start: 10, integral: 200, mean: 50, minimum: 0, maximum: 100 });
    queue.reset(14);
    expect(queue.spanTo(15)).toMatchObject({ mean: 0, maximum: 0 });
  });

  it("is the value itself over no time at all", () => {
    expect(new TimeWeighted(2, 7).spanTo(2)).toMatchObject({ mean: 7, variance: 0, integral: 0 });
  });

  it("counts a value that stood for no time among the extremes but not in the mean", () => {
    const value = new TimeWeighted(0, 1);
    value.set(1, 50);
    value.set(1, 1);
    expect(value.spanTo(2)).toMatchObject({ mean: 1, maximum: 50 });
  });

  it("refuses to go back, and numbers that are not finite", () => {
    const value = new TimeWeighted(0, 1);
    value.set(5, 2);
    expect(() => value.set(4, 3)).toThrow(/time 4 lies before the last change at 5/);
    expect(() => value.spanTo(4)).toThrow(/before the last change/);
    expect(() => value.set(6, Number.NaN)).toThrow(/the value must be a finite number/);
    expect(() => value.set(Number.POSITIVE_INFINITY, 1)).toThrow(/a time must be a finite number/);
  });

  it("cut at any time and merged is the whole", () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(changes, fc.nat(20), (steps, cutAt) => {
        const whole = new TimeWeighted(0, 0);
        const parts = new TimeWeighted(0, 0);
        let time = 0;
        let first = parts.spanTo(0);
        steps.forEach(([wait, value], i) => {
          time += wait;
          whole.set(time, value);
          parts.set(time, value);
          if (i === cutAt % steps.length) {
            first = parts.spanTo(time);
            parts.reset(time);
          }
        });
        const expected = whole.spanTo(time + 1);
        const merged = mergeSpans(first, parts.spanTo(time + 1));
        expect(merged.integral).toBeCloseTo(expected.integral, 9);
        expect(merged.mean).toBeCloseTo(expected.mean, 9);
        expect(merged.variance).toBeCloseTo(expected.variance, 9);
        expect([merged.start, merged.end]).toEqual([expected.start, expected.end]);
        expect([merged.minimum, merged.maximum]).toEqual([expected.minimum, expected.maximum]);
      }),
    );
  });

  it("merged over no time at all is the value itself", () => {
    const span = new TimeWeighted(2, 7).spanTo(2);
    expect(mergeSpans(span, span)).toEqual(span);
  });

  it("refuses to merge spans that do not touch", () => {
    const span = new TimeWeighted(0, 1).spanTo(1);
    expect(() => mergeSpans(span, new TimeWeighted(2, 1).spanTo(3))).toThrow(/ends at 1 .* starts at 2/);
  });
});
