import { describe, expect, it } from "vitest";
import { evaluateFormula, FormulaError, referencesOf } from "./formula.ts";

const values: Readonly<Record<string, number>> = { a: 3, "exits-2019.left": 423 };
const compute = (text: string): number => evaluateFormula(text, (reference) => values[reference] ?? Number.NaN);

describe("a formula", () => {
  it.each([
    ["2 * ([a] - 1)", 4],
    ["1 + 2 * 3 - 8 / 4", 5],
    ["-[a] + 5", 2],
    ["12 / 3 / 2", 2],
    ["sqrt(16) + exp(0) + log(1)", 5],
    ["1e3 / [exits-2019.left]", 1000 / 423],
    ["--2", 2],
  ])("%s is computed with the usual precedence", (text, value) => {
    expect(compute(text)).toBeCloseTo(value, 12);
  });

  it.each([
    ["", "ends too early"],
    ["1 +", "ends too early"],
    ["(1", "closing parenthesis"],
    ["1 2", "where an operator should be"],
    ["constructor(1)", "where a value should be"],
    ["sqrt 4", "needs a parenthesis"],
    ["1 ; 2", "where an operator should be"],
    ["[]", "where a value should be"],
    ["1 / 0", "no finite value"],
    ["log(0 - 1)", "no finite value"],
    ["[nothing]", "no finite value"],
    [`${"(".repeat(200)}1${")".repeat(200)}`, "nested too deeply"],
    ["1+".repeat(2000), "longer than 2000 characters"],
  ])("%s is refused", (text, message) => {
    expect(() => compute(text)).toThrow(FormulaError);
    expect(() => compute(text)).toThrow(message);
  });

  it("says what it refers to, each once", () => {
    expect(referencesOf("[a.b] + [c] * [a.b]")).toEqual(["a.b", "c"]);
  });
});
