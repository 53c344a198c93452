// The mathematical functions where numbers end: zeros of both signs, infinities, NaN, the smallest and the largest double, exact
// cases, and identities that hold to the last bits.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvariantError } from "../../src/foundation/errors.ts";
import * as math from "../../src/foundation/math.ts";

const edges = [
  0,
  -0,
  1,
  -1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
];

function functionOf(name: string): (...args: number[]) => number {
  return Reflect.get(math, name) as (...args: number[]) => number;
}

describe("at the edges of the doubles", () => {
  const unary = [
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "atan",
    "sinh",
    "cosh",
    "tanh",
  ] as const;

  it.each(unary)("%s agrees with the built-in function", (name) => {
    for (const x of edges) {
      const expected = Math[name](x);
      const found = functionOf(name)(x);
      if (Number.isFinite(expected) && expected !== 0) expect(found / expected).toBeCloseTo(1, 14);
      else expect(found).toBe(expected);
    }
  });

  it.each(["pow", "atan2"] as const)("%s agrees with the built-in function", (name) => {
    for (const x of [...edges, 0.5, -0.5, 2, -2, 3, -3, -2.5, 1e300]) {
      for (const y of [...edges, 0.5, -0.5, 2, -2, 3, -3, -2.5, 1e300, 9007199254740991]) {
        const expected = Math[name](x, y);
        const found = functionOf(name)(x, y);
        if (Number.isFinite(expected) && expected !== 0) expect(found / expected).toBeCloseTo(1, 14);
        else expect(found).toBe(expected);
      }
    }
  });

  it("exp overflows and vanishes where it should", () => {
    expect(math.exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(math.exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(math.exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
    expect(math.exp(-745.1332191019412)).toBe(0);
  });

  it("special functions end where they should", () => {
    const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minus, NaN: none } = Number;
    expect([math.erf(-0), math.erf(infinity), math.erf(minus), math.erf(none)]).toEqual([-0, 1, -1, none]);
    expect([math.erfc(infinity), math.erfc(minus), math.erfc(none)]).toEqual([0, 2, none]);
    expect([math.normalCdf(minus), math.normalCdf(infinity), math.normalCdf(0), math.normalCdf(none)]).toEqual([
      0,
      1,
      0.5,
      none,
    ]);
    expect([0, 1, 0.5, -1, 2, none].map(math.normalQuantile)).toEqual([minus, infinity, 0, none, none, none]);
    expect([0, infinity, -1, none, 1, 2].map(math.logGamma)).toEqual([infinity, infinity, none, none, -0, 0]);
    expect([math.gammaP(2, 0), math.gammaP(2, infinity), math.gammaP(-1, 2), math.gammaP(2, -1)]).toEqual([
      0,
      1,
      none,
      none,
    ]);
    expect([math.gammaQ(2, 0), math.gammaQ(2, infinity), math.gammaQ(0, 1)]).toEqual([1, 0, none]);
    expect([math.gammaPInverse(0, 2), math.gammaPInverse(1, 2), math.gammaPInverse(2, 2)]).toEqual([0, infinity, none]);
    expect([math.betaI(0, 2, 3), math.betaI(1, 2, 3), math.betaI(2, 2, 3), math.betaI(0.5, 0, 1)]).toEqual([
      0,
      1,
      none,
      none,
    ]);
    expect([math.betaIInverse(0, 2, 3), math.betaIInverse(1, 2, 3), math.betaIInverse(-1, 2, 3)]).toEqual([0, 1, none]);
    expect([math.studentTCdf(minus, 3), math.studentTCdf(infinity, 3), math.studentTCdf(0, -1)]).toEqual([0, 1, none]);
    expect([0, 1, 0.5, 2].map((p) => math.studentTQuantile(p, 4))).toEqual([minus, infinity, 0, none]);
    expect([math.chiSquareCdf(-1, 2), math.chiSquareCdf(1, -2)]).toEqual([0, none]);
  });

  it("refuses shapes that would need millions of terms rather than say something wrong", () => {
    expect(() => math.gammaP(1e11, 1e11)).toThrow(/above 10000000000/);
    expect(() => math.gammaQ(1e11, 1e11)).toThrow(InvariantError);
    expect(() => math.betaI(0.5, 1e11, 2)).toThrow(/above 10000000000/);
    expect(() => math.betaIInverse(0.5, 2, 1e11)).toThrow(InvariantError);
  });

  it("Student's t goes over into the normal without a step", () => {
    for (const x of [-6, -1, 0.5, 3]) {
      expect(math.studentTCdf(x, 1.0001e10) / math.studentTCdf(x, 0.9999e10)).toBeCloseTo(1, 10);
      expect(math.studentTCdf(x, Number.POSITIVE_INFINITY)).toBe(math.normalCdf(x));
    }
    expect(math.studentTQuantile(0.99, 1.0001e10) / math.studentTQuantile(0.99, 0.9999e10)).toBeCloseTo(1, 10);
    expect(math.studentTQuantile(0.99, Number.POSITIVE_INFINITY)).toBe(math.normalQuantile(0.99));
  });
});

describe("exact cases", () => {
  it("powers and logarithms of 2 and 10 are exact", () => {
    for (let k = -1074; k <= 1023; k++) expect(math.log2(math.pow(2, k))).toBe(k);
    for (let k = 0; k <= 22; k++) expect(math.log10(math.pow(10, k))).toBe(k);
    for (let k = 0; k <= 22; k++) expect(math.pow(10, k)).toBe(Number(`1e${k}`));
  });

  it("a square, a cube and a root by pow are the rounded ones", () => {
    for (let i = 1; i < 2000; i++) {
      expect(math.pow(i, 2)).toBe(i * i);
      expect(math.pow(i, 3)).toBe(i * i * i);
      expect(math.pow(i * i, 0.5)).toBe(i);
    }
  });

  it("values that tables print", () => {
    expect(math.normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 15);
    expect(math.studentTQuantile(0.975, 9)).toBeCloseTo(2.262157162798205, 14);
    expect(math.studentTQuantile(0.975, 1)).toBeCloseTo(12.706204736174705, 12);
    expect(math.studentTQuantile(0.999, 29)).toBeCloseTo(3.396240288356806, 13);
    expect(math.chiSquareQuantile(0.95, 1)).toBeCloseTo(3.841458820694124, 13);
    expect(math.chiSquareQuantile(0.95, 10)).toBeCloseTo(18.307038053275146, 12);
    expect(math.logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 15);
    expect(math.logBeta(2, 3)).toBeCloseTo(-Math.log(12), 14);
  });
});

describe("identities", () => {
  const shape = fc.double({ min: 0.05, max: 2000, noNaN: true });
  const p = fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true });

  it("inverses invert (relative 1e-11)", () => {
    fc.assert(
      fc.property(p, shape, shape, (u, a, b) => {
        const x = math.gammaPInverse(u, a);
        const slack = (v: number): number => 1e-11 * v + 1e-300;
        if (x > 1e-290) expect(Math.abs(math.gammaP(a, x) - u)).toBeLessThan(slack(u) + 1e-15);
        const y = math.betaIInverse(u, a, b);
        // Near 1 a double of y has no digits left for 1 - y.
        if (y > 1e-290 && y < 0.999) expect(Math.abs(math.betaI(y, a, b) - u)).toBeLessThan(slack(u) + 1e-14 * (a + b));
        const t = math.studentTQuantile(u, a + 0.3);
        if (Math.abs(t) < 1e150) expect(Math.abs(math.studentTCdf(t, a + 0.3) - u)).toBeLessThan(slack(u) + 1e-11);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it("the inverse of a tiny shape is found however far it lies", () => {
    for (const u of [0.3, 0.52, 0.6, 0.9]) {
      expect(math.betaI(math.betaIInverse(u, 0.002, 1), 0.002, 1)).toBeCloseTo(u, 11);
      expect(math.gammaP(0.002, math.gammaPInverse(u, 0.002))).toBeCloseTo(u, 11);
    }
  });

  it("P + Q = 1, and I_x(a, b) + I_(1-x)(b, a) = 1", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), shape, shape, (u, a, b) => {
        const x = 2 * u * a;
        expect(math.gammaP(a, x) + math.gammaQ(a, x)).toBeCloseTo(1, 13);
        expect(math.betaI(u, a, b) + math.betaI(1 - u, b, a)).toBeCloseTo(1, 11);
      }),
    );
  });

  it("the logarithm undoes the exponential, and the sine and cosine lie on the circle", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(math.log(math.exp(x)) - x)).toBeLessThanOrEqual(2.3e-16 * Math.max(1, Math.abs(x)));
        const s = math.sin(x);
        const c = math.cos(x);
        expect(Math.abs(s * s + c * c - 1)).toBeLessThan(4e-16);
      }),
    );
  });

  it("exp and log never turn back", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -740, max: 709, noNaN: true }),
        fc.double({ min: 0, max: 1e-12, noNaN: true }),
        (x, d) => {
          expect(math.exp(x + d * Math.abs(x))).toBeGreaterThanOrEqual(math.exp(x));
          const y = math.exp(x);
          expect(math.log(y * (1 + d))).toBeGreaterThanOrEqual(math.log(y));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
