import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aalenJohansen,
  incidenceAt,
  kaplanMeier,
  restrictedMean,
  type SurvivalSubject,
  survivalAt,
  survivalQuantile,
} from "./survival.ts";

// Remission times in weeks under 6-MP (Freireich et al. 1963), the classic example; + is censored.
const remission: SurvivalSubject[] = [
  ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map((time) => ({ time, cause: "relapse" })),
  ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((time) => ({ time })),
];

describe("Kaplan-Meier", () => {
  it("reproduces the published curve of the 6-MP trial", () => {
    const curve = kaplanMeier(remission, 0.95);
    expect(curve.steps.map((s) => [s.time, s.atRisk, s.events])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ]);
    const rounded = curve.steps.map((s) => [s.survival, Math.sqrt(s.variance), s.low, s.high].map((x) => x.toFixed(3)));
    expect(rounded).toEqual([
      ["0.857", "0.076", "0.620", "0.952"],
      ["0.807", "0.087", "0.563", "0.923"],
      ["0.753", "0.096", "0.503", "0.889"],
      ["0.690", "0.107", "0.432", "0.849"],
      ["0.627", "0.114", "0.368", "0.805"],
      ["0.538", "0.128", "0.268", "0.747"],
      ["0.448", "0.135", "0.188", "0.680"],
    ]);
    expect(curve).toMatchObject({ subjects: 21, events: 9, lastTime: 35, level: 0.95 });
    expect(survivalQuantile(curve, 0.5)).toBe(23);
    expect(survivalQuantile(curve, 0.9)).toBeNaN();
  });

  it("counts a censoring at the time of an event as still at risk", () => {
    expect(kaplanMeier([{ time: 1, cause: "x" }, { time: 1 }], 0.9).steps[0]).toMatchObject({
      atRisk: 2,
      survival: 0.5,
    });
  });

  it("takes late entrants into the risk set after their entry only", () => {
    const curve = kaplanMeier(
      [
        { time: 2, cause: "x" },
        { time: 4, cause: "x" },
        { entry: 2, time: 5, cause: "x" },
        { entry: 3, time: 6 },
      ],
      0.9,
    );
    expect(curve.steps.map((s) => s.atRisk)).toEqual([2, 3, 2]);
    expect(curve.steps.map((s) => s.survival)).toEqual([1 / 2, 1 / 3, 1 / 6].map((s) => expect.closeTo(s, 14)));
  });

  it("is the share still without the event when nobody is censored", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 25 }), (ends) => {
        const curve = kaplanMeier(
          ends.map((time) => ({ time, cause: "x" })),
          0.95,
        );
        for (const step of curve.steps) {
          const share = ends.filter((t) => t > step.time).length / ends.length;
          expect(step.survival).toBeCloseTo(share, 12);
          // Greenwood without censoring is the binomial variance.
          expect(step.variance).toBeCloseTo((share * (1 - share)) / ends.length, 12);
        }
      }),
    );
  });

  it("does not depend on the order of the subjects", () => {
    expect(kaplanMeier([...remission].reverse(), 0.95)).toEqual(kaplanMeier(remission, 0.95));
  });

  it("reads off the curve, and says unknown beyond the follow-up", () => {
    const curve = kaplanMeier(
      [{ time: 1, cause: "x" }, { time: 2 }, { time: 3 }, { time: 4, cause: "x" }, { time: 5 }],
      0.95,
    );
    expect(survivalAt(curve, 0.5)).toBe(1);
    expect(survivalAt(curve, 1)).toBeCloseTo(0.8, 14);
    expect(survivalAt(curve, 4.5)).toBeCloseTo(0.4, 14);
    expect(survivalAt(curve, 5.1)).toBeNaN();
    expect(restrictedMean(curve, 5)).toBeCloseTo(1 + 3 * 0.8 + 1 * 0.4, 12);
    expect(restrictedMean(curve, 6)).toBeNaN();
    const halves = kaplanMeier([{ time: 1, cause: "x" }, { time: 2 }], 0.95);
    expect(survivalQuantile(halves, 0.5)).toBe(1);
    const ended = kaplanMeier([{ time: 1, cause: "x" }], 0.95);
    expect(survivalAt(ended, 9)).toBe(0);
    expect([ended.steps[0].low, ended.steps[0].high]).toEqual([Number.NaN, Number.NaN]);
  });

  it("refuses a subject that ends before it enters", () => {
    expect(() => kaplanMeier([{ time: 1 }, { entry: 3, time: 2 }], 0.95)).toThrow(
      /subject 1 ends at 2, not after its entry at 3/,
    );
    expect(() => kaplanMeier([{ time: Number.NaN }], 0.95)).toThrow(/subject 0/);
  });
});

describe("Aalen-Johansen", () => {
  const subjects = fc.array(
    fc.record({
      time: fc.integer({ min: 1, max: 12 }),
      cause: fc.constantFrom(undefined, "dropout", "work", "pension"),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it("adds survival before an event times the hazard of its cause", () => {
    const curves = aalenJohansen(
      [
        { time: 1, cause: "a" },
        { time: 2, cause: "b" },
        { time: 3, cause: "a" },
        { time: 4, cause: "b" },
      ],
      0.95,
    );
    expect(curves.causes.map((c) => c.cause)).toEqual(["a", "b"]);
    expect(curves.causes[0].steps.map((s) => s.incidence)).toEqual([0.25, 0.25, 0.5, 0.5]);
    expect(incidenceAt(curves, "a", 0.9)).toBe(0);
    expect(incidenceAt(curves, "b", 2.5)).toBe(0.25);
    expect(incidenceAt(curves, "a", 4.1)).toBeNaN();
    expect(incidenceAt(curves, "c", 3)).toBe(0);
  });

  it("has the multinomial variance when nobody is censored", () => {
    const ends = ["a", "b", "a", "c", "b", "a", "a", "c"].map((cause, i) => ({ time: i + 1, cause }));
    for (const { cause, steps } of aalenJohansen(ends, 0.95).causes) {
      for (const step of steps) {
        const share = ends.filter((s) => s.cause === cause && s.time <= step.time).length / 8;
        expect(step.incidence).toBeCloseTo(share, 13);
        expect(step.variance).toBeCloseTo((share * (1 - share)) / 8, 13);
      }
    }
  });

  it("has the published variance, summed term by term", () => {
    fc.assert(
      fc.property(subjects, (people) => {
        const late = people.map((s, i) => ({ ...s, time: s.time + 0.5, entry: i % 3 === 0 ? s.time / 2 : 0 }));
        for (const { steps } of aalenJohansen(late, 0.95).causes) {
          const survival = kaplanMeier(late, 0.95).steps;
          const before = (j: number): number => (j === 0 ? 1 : survival[j - 1].survival);
          steps.forEach((step, t) => {
            let direct = 0;
            for (let j = 0; j <= t; j += 1) {
              const { atRisk: n, events: own } = steps[j];
              const all = survival[j].events;
              const gap = step.incidence - steps[j].incidence;
              if (n > all) direct += (gap * gap * all) / (n * (n - all));
              direct += (before(j) ** 2 * own * (n - own)) / n ** 3 - (2 * gap * before(j) * own) / n ** 2;
            }
            expect(step.variance).toBeCloseTo(Math.max(0, direct), 12);
          });
        }
      }),
    );
  });

  it("shares one minus survival out among the causes", () => {
    fc.assert(
      fc.property(subjects, (people) => {
        const survival = kaplanMeier(people, 0.95);
        const curves = aalenJohansen(people, 0.95);
        survival.steps.forEach((step, i) => {
          const sum = curves.causes.reduce((total, c) => total + c.steps[i].incidence, 0);
          expect(sum).toBeCloseTo(1 - step.survival, 12);
        });
      }),
    );
  });

  it("is one minus Kaplan-Meier, Greenwood and interval included, when there is one cause", () => {
    fc.assert(
      fc.property(subjects, (people) => {
        const single = people.map((s) => ({ time: s.time, cause: s.cause === undefined ? undefined : "any" }));
        const survival = kaplanMeier(single, 0.9);
        const steps = aalenJohansen(single, 0.9).causes[0]?.steps ?? [];
        expect(steps.length).toBe(survival.steps.length);
        survival.steps.forEach((step, i) => {
          expect(steps[i].incidence).toBeCloseTo(1 - step.survival, 12);
          if (step.survival < 1e-9) return;
          expect(steps[i].variance).toBeCloseTo(step.variance, 12);
          expect(steps[i].low).toBeCloseTo(1 - step.high, 9);
          expect(steps[i].high).toBeCloseTo(1 - step.low, 9);
        });
      }),
    );
  });
});
