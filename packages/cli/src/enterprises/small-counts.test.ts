// Small counts: what is shown, what is hidden with it, and that nobody can work a small one out.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclose, isSmall } from "./small-counts.ts";

/** The values that a reader can still believe in for each hidden count of people, given the sum, what is shown and the rules. */
function believable(counts: readonly number[], cells: readonly string[]): Map<number, Set<number>> {
  const unknown = counts.flatMap((_, i) => (cells[i] === "shown" ? [] : [i]));
  const rest = unknown.reduce((sum, i) => sum + (counts[i] ?? 0), 0);
  const found = new Map(unknown.map((i) => [i, new Set<number>()]));
  const go = (at: number, left: number, chosen: readonly number[]): void => {
    if (at === unknown.length) {
      if (left === 0) for (const [k, i] of unknown.entries()) found.get(i)?.add(chosen[k] ?? 0);
      return;
    }
    const small = cells[unknown[at] ?? 0] === "small";
    for (let value = small ? 1 : 5; value <= (small ? 4 : left); value += 1)
      go(at + 1, left - value, [...chosen, value]);
  };
  go(0, rest, []);
  return found;
}

describe("counts of people", () => {
  it("are small from 1 to 4, as they round", () => {
    expect([0, 0.4, 0.5, 1, 4, 4.4, 4.5, 5].map(isSmall)).toEqual([false, false, true, true, true, true, false, false]);
  });

  it("are all shown where none is small", () => {
    expect(disclose([0, 5, 12, 7])).toEqual({ cells: ["shown", "shown", "shown", "shown"], sumIsSafe: true });
  });

  it("take the next smallest with them when one alone is small", () => {
    expect(disclose([3, 12, 7, 20]).cells).toEqual(["small", "shown", "hidden", "shown"]);
  });

  it("protect each other when several are small", () => {
    expect(disclose([2, 3, 20]).cells).toEqual(["small", "small", "shown"]);
  });

  it("do not protect each other when their sum tells them: ones or fours alone", () => {
    expect(disclose([1, 1, 20, 9]).cells).toEqual(["small", "small", "shown", "hidden"]);
    expect(disclose([4, 4, 20, 9]).cells).toEqual(["small", "small", "shown", "hidden"]);
  });

  it("never take a zero for cover, and say when nothing is left to hide", () => {
    expect(disclose([3, 0, 0])).toEqual({ cells: ["small", "shown", "shown"], sumIsSafe: false });
  });

  it("cannot be worked out from the sum minus the rest, by anybody who tries every combination", () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 14 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(counts, (list) => {
        const { cells, sumIsSafe } = disclose(list);
        for (const [i, count] of list.entries()) {
          expect(cells[i] === "small").toBe(count >= 1 && count <= 4);
          if (cells[i] === "hidden") expect(count).toBeGreaterThanOrEqual(5);
        }
        if (!sumIsSafe) return;
        for (const [i, values] of believable(list, cells))
          if (cells[i] === "small") expect(values.size).toBeGreaterThan(1);
      }),
    );
  });

  it("stay hidden when they were hidden for another reason", () => {
    expect(disclose([3, 12, 7, 20], new Set([1])).cells).toEqual(["small", "hidden", "shown", "shown"]);
  });
});
