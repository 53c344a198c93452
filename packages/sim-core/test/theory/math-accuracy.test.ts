// The mathematical functions against true values (mpmath, 250 bits and more; the program stands beside the values), and their exact
// bits against golden data, so that any engine can be held to the same. `vitest -u` rewrites the golden file; a change of it changes
// results of old seeds and needs a line in the changelog.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as math from "../../src/foundation/math.ts";

/** Largest allowed error in units in the last place of the result. */
const limits: Readonly<Record<string, number>> = {
  exp: 0.53,
  expm1: 1.1,
  log: 0.53,
  log2: 0.51,
  log10: 0.51,
  log1p: 0.8,
  pow: 0.53,
  sin: 0.8,
  cos: 0.8,
  tan: 0.8,
  atan: 0.6,
  atan2: 0.6,
  sinh: 0.6,
  cosh: 0.6,
  tanh: 0.6,
  erf: 2,
  erfc: 3,
  normalCdf: 4,
  normalQuantile: 8,
  logGamma: 4,
  // Six standard deviations out the logarithm of the result is near -20, and its last bit counts so often.
  gammaP: 500,
  gammaQ: 500,
  betaI: 600,
  studentTCdf: 200,
};

interface Case {
  readonly arguments: readonly number[];
  readonly nearest: number;
  /** The true value minus the nearest double, in units in the last place. */
  readonly rest: number;
}

const cases = new Map<string, Case[]>();
const file = fileURLToPath(new URL("../reference/math-reference.txt", import.meta.url));
for (const line of readFileSync(file, "utf8").trim().split("\n")) {
  const [name = "", argumentBits = "", bits = "", rest = ""] = line.split(" ");
  const list = cases.get(name) ?? [];
  list.push({
    arguments: argumentBits.split(",").map(numberOfBits),
    nearest: numberOfBits(bits),
    rest: Number(rest) / 1000,
  });
  cases.set(name, list);
}

describe("mathematical functions", () => {
  it("are all held against true values", () => {
    expect([...cases.keys()].sort()).toEqual(Object.keys(limits).sort());
  });

  it.each([...cases])("%s is as near to the true value as it says", (name, list) => {
    const worst = Math.max(...list.map((c) => Math.abs(unitsAbove(apply(name, c), c.nearest) - c.rest)));
    expect(worst).toBeLessThanOrEqual(limits[name] as number);
  });

  it("give the golden bits", async () => {
    const lines = [...cases].map(([name, list]) => {
      // Distance in doubles from the nearest double: 0 almost everywhere, so the file stays readable.
      return `${name} ${list.map((c) => unitsAbove(apply(name, c), c.nearest)).join(" ")}`;
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../golden/math-bits.txt");
  });
});

function apply(name: string, { arguments: args }: Case): number {
  const f = Reflect.get(math, name) as (...args: readonly number[]) => number;
  return f(...args);
}

function numberOfBits(hex: string): number {
  return new DataView(BigUint64Array.of(BigInt(`0x${hex}`)).buffer).getFloat64(0, true);
}

/** Doubles between two numbers of the same sign, positive when the first is the larger. */
function unitsAbove(a: number, b: number): number {
  const [x = 0n, y = 0n] = new BigInt64Array(Float64Array.of(Math.abs(a), Math.abs(b)).buffer);
  if (a !== 0 && b !== 0) expect(Math.sign(a)).toBe(Math.sign(b));
  return Number(x - y) * Math.sign(a || b);
}
