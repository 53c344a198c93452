import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { studentTQuantile } from "../foundation/math.ts";
import { holm } from "./joint.ts";

/** A member whose two-sided p-value is `p`, with unit standard error. */
function memberWithP(
  p: number,
  degreesOfFreedom = 12,
): { mean: number; standardError: number; degreesOfFreedom: number } {
  return { mean: studentTQuantile(1 - p / 2, degreesOfFreedom), standardError: 1, degreesOfFreedom };
}

describe("Holm's step-down procedure", () => {
  it("adjusts the textbook p-values 0.01, 0.04, 0.03, 0.005", () => {
    const family = [0.01, 0.04, 0.03, 0.005].map((p) => memberWithP(p));
    const joint = holm(family, 0.95);
    const adjusted = joint.map((j) => j.adjustedPValue);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 9);
    });
    expect(joint.map((j) => j.differs)).toEqual([true, false, false, true]);
  });

  it("rejects more than Bonferroni and less than no correction", () => {
    // 0.02 fails Bonferroni at 0.05 / 3 but meets the second step, 0.05 / 2.
    const joint = holm(
      [0.001, 0.02, 0.3].map((p) => memberWithP(p)),
      0.95,
    );
    expect(joint.map((j) => j.differs)).toEqual([true, true, false]);
    expect(joint[1].simultaneousHalfWidth).toBeGreaterThan(memberWithP(0.02).mean);
    expect(joint[1].jointHalfWidth).toBeLessThan(memberWithP(0.02).mean);
  });

  it("stops at the first failure, also when a later p-value would meet its own step", () => {
    // 0.03 > 0.05 / 2 stops; 0.04 <= 0.05 / 1 must not be taken.
    const joint = holm(
      [0.001, 0.03, 0.04].map((p) => memberWithP(p)),
      0.95,
    );
    expect(joint.map((j) => j.differs)).toEqual([true, false, false]);
    expect(joint[2].jointHalfWidth).toBeCloseTo(joint[1].jointHalfWidth, 9);
  });

  it("is the plain interval for a family of one", () => {
    const [only] = holm([memberWithP(0.04)], 0.95);
    expect(only.jointHalfWidth).toBeCloseTo(studentTQuantile(0.975, 12), 10);
    expect(only.adjustedPValue).toBeCloseTo(0.04, 10);
  });

  it("counts an undefined member in the family and never says that it differs", () => {
    const undefinedMember = { mean: Number.NaN, standardError: Number.NaN, degreesOfFreedom: 0 };
    const joint = holm([memberWithP(0.03), undefinedMember], 0.95);
    expect(joint[0].differs).toBe(false);
    expect(joint[0].adjustedPValue).toBeCloseTo(0.06, 9);
    expect(joint[1]).toMatchObject({ differs: false, pValue: Number.NaN, jointHalfWidth: Number.NaN });
  });

  it("decides members without spread outright", () => {
    const joint = holm(
      [
        { mean: 0, standardError: 0, degreesOfFreedom: 9 },
        { mean: -1, standardError: 0, degreesOfFreedom: 9 },
      ],
      0.95,
    );
    expect(joint.map((j) => j.differs)).toEqual([false, true]);
    expect(joint.map((j) => j.jointHalfWidth)).toEqual([0, 0]);
  });

  it("answers an empty family with nothing", () => {
    expect(holm([], 0.95)).toEqual([]);
  });

  const p = fc.oneof(fc.double({ min: 1e-6, max: 0.2, noNaN: true }), fc.constantFrom(0.01, 0.025, 0.5, 1));

  it("leaves out zero exactly when it says that a member differs", () => {
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 8 }), (ps) => {
        const family = ps.map((x) => memberWithP(x));
        holm(family, 0.95).forEach((joint, i) => {
          expect(joint.jointHalfWidth).toBeLessThanOrEqual(joint.simultaneousHalfWidth * (1 + 1e-12));
          const margin = Math.abs(family[i].mean) - joint.jointHalfWidth;
          if (Math.abs(margin) > 1e-9) expect(margin > 0).toBe(joint.differs);
        });
      }),
    );
  });

  it("does not depend on the order of the members", () => {
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 8 }), (ps) => {
        const family = ps.map((x) => memberWithP(x));
        expect(holm([...family].reverse(), 0.95).reverse()).toEqual(holm(family, 0.95));
      }),
    );
  });
});
