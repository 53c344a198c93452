import { describe, expect, it } from "vitest";
import { CauseCounter } from "./counter.ts";

describe("a counter by cause", () => {
  it("counts and shares", () => {
    const exits = new CauseCounter();
    exits.add("work");
    exits.add("illness");
    exits.add("work");
    expect(exits.total).toBe(3);
    expect(exits.share("work")).toBe(2 / 3);
    expect(exits.count("pension")).toBe(0);
  });

  it("lists causes in code-unit order, whatever came first", () => {
    const exits = new CauseCounter();
    for (const cause of ["å", "b", "a", "B"]) exits.add(cause);
    expect(exits.entries()).toEqual([
      ["B", 1],
      ["a", 1],
      ["b", 1],
      ["å", 1],
    ]);
  });

  it("merges by adding and resets to nothing", () => {
    const left = new CauseCounter();
    const right = new CauseCounter();
    left.add("a", 2);
    right.add("a", 3);
    right.add("b");
    left.merge(right);
    expect(left.entries()).toEqual([
      ["a", 5],
      ["b", 1],
    ]);
    expect(right.total).toBe(4);
    left.reset();
    expect([left.total, left.share("a")]).toEqual([0, Number.NaN]);
  });

  it("refuses a negative or broken number of events", () => {
    expect(() => new CauseCounter().add("a", -1)).toThrow(/at least 0/);
    expect(() => new CauseCounter().add("a", 0.5)).toThrow(/integer/);
  });
});
