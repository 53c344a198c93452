import { describe, expect, it } from "vitest";
import { formatProblem, InputError, InvariantError, invariant, TiltakError } from "./errors.ts";

describe("errors", () => {
  it("carry a code, details and the name of their class", () => {
    const error = new TiltakError("too-late", "the train has left at 10", { at: 10 });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.details.at]).toEqual(["TiltakError", "too-late", 10]);
  });

  it("list all problems of an input, one line each", () => {
    const error = new InputError([
      {
        file: "a.yaml",
        line: 3,
        column: 5,
        path: "years",
        message: "not a whole number",
        found: "2.5",
        allowed: "1 to 50",
      },
      { path: "seed", message: "unknown field", nearest: "seeds" },
    ]);
    expect(error.code).toBe("invalid-input");
    expect(error.problems).toHaveLength(2);
    expect(error.message.split("\n")).toEqual([
      "a.yaml:3:5: years: not a whole number (found 2.5; allowed: 1 to 50)",
      'seed: unknown field (did you mean "seeds"?)',
    ]);
  });

  it("leave out the place when there is none", () => {
    expect(formatProblem({ message: "nothing given" })).toBe("nothing given");
    expect(formatProblem({ file: "b.csv", message: "empty" })).toBe("b.csv: empty");
  });

  it("trip an invariant only when it is broken", () => {
    expect(() => invariant(true, "fine", "is fine")).not.toThrow();
    expect(() => invariant(false, "broken", "is broken")).toThrow(InvariantError);
  });
});
