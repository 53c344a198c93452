// Whatever is done to a scenario file, there are two outcomes: a scenario that resolves, or an InputError whose problems have a
// file and a line. Never another exception, never a hang, never a change of anything outside the scenario.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@tiltak/sim-core";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadScenario, parseUnit, resolveScenarios, sameUnit, toScenarioInput } from "../../src/index.ts";
import { settableParameters } from "../../src/load-scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-properties-"));
const path = join(folder, "mine.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

const valid = {
  id: "mine",
  extends: "full-scale-transfer",
  title: { nb: "Min", en: "Mine" },
  start: "2028-01-01",
  years: 8,
  levers: [],
  parameters: {
    "transfer.share": "uniform(0.2, 0.8)",
    "transfer.phase-in-years": { value: 4, unit: "years", source: "a guess" },
    "municipal.buy-back-share": { distribution: "pert", min: 0, mode: 0.3, max: 0.8 },
    "transfer.frame-grant-rule": "choice(history, inhabitants, need)",
    "rate.vta-nok-per-place-month": { dated: { "2027-01-01": 18000 } },
    "transfer.earmarked": true,
  },
};

/** Hold a text to the law; give the scenario's id, or the number of problems. */
function outcome(text: string | Uint8Array): string | number {
  writeFileSync(path, text);
  try {
    const scenario = loadScenario(path);
    const [resolved] = resolveScenarios([path]);
    if (resolved === undefined) throw new Error("nothing resolved");
    const input = toScenarioInput(resolved);
    expect(input.id).toBe(scenario.id);
    expect(JSON.parse(JSON.stringify(input))).toEqual(input);
    return scenario.id;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const problem of error.problems) {
      expect(problem.file).toBe(path);
      expect(problem.message.length).toBeGreaterThan(5);
      if (error.code !== "unreadable-file") expect(problem.line).toBeGreaterThanOrEqual(1);
    }
    expect(error.message.split("\n").length).toBeGreaterThanOrEqual(error.problems.length);
    return error.problems.length;
  }
}

const names = fc.constantFrom(
  ...Object.keys(valid),
  ...Object.keys(valid.parameters),
  "__proto__",
  "value",
  "unit",
  "",
);
const leaf = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  names,
  fc.constantFrom(...settableParameters().map(({ id }) => id)),
  fc.constantFrom(
    "2027-01-01",
    "pert(0, 0.3, 0.8)",
    "choice(history)",
    "4 years",
    "50 %",
    "normal(0, 1)",
    "-0",
    "1e999",
  ),
);
const anything = fc.oneof(
  { depthSize: "small" },
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(names, leaf, { maxKeys: 3 }),
);

/** Replace, remove or add something at a place that `steps` lead to. */
function changed(
  data: unknown,
  steps: readonly number[],
  change: "replace" | "remove" | "rename",
  by: unknown,
  name: string,
): unknown {
  if (typeof data !== "object" || data === null) return by;
  const entries = Object.entries(data);
  if (entries.length === 0) return by;
  const [step = 0, ...rest] = steps;
  const at = step % entries.length;
  const [key, value] = entries[at] as [string, unknown];
  const deeper = rest.length > 0 && typeof value === "object" && value !== null;
  if (deeper) entries[at] = [key, changed(value, rest, change, by, name)];
  else if (change === "remove") entries.splice(at, 1);
  else if (change === "rename") entries[at] = [name, value];
  else entries[at] = [key, by];
  if (Array.isArray(data)) return entries.map(([, item]) => item);
  const map = Object.create(null) as Record<string, unknown>;
  for (const [k, v] of entries) map[k] = v;
  return map;
}

describe("a scenario file that was changed", () => {
  it("in one or more places is a scenario, or lists its problems with their lines", () => {
    expect(outcome(stringify(valid))).toBe("mine");
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
            fc.constantFrom("replace", "remove", "rename"),
            anything,
            names,
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (changes) => {
          let data: unknown = valid;
          for (const [steps, change, by, name] of changes) data = changed(data, steps, change as "replace", by, name);
          outcome(stringify(data));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("letter by letter is a scenario, or lists its problems with their lines", () => {
    const text = stringify(valid);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(text.length),
            fc.nat(6),
            fc.oneof(
              fc.string({ unit: "grapheme", maxLength: 4 }),
              fc.constantFrom("&a ", "*a", "!!js ", "{", "[", "---\n", "\t", "? ", "<<: "),
            ),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (edits) => {
          let edited = text;
          for (const [at, length, by] of edits) edited = edited.slice(0, at) + by + edited.slice(at + length);
          outcome(edited);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("into any bytes is a scenario, or lists its problems", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        outcome(bytes);
      }),
      { numRuns: 200 },
    );
    expect(({} as Record<string, unknown>).value).toBeUndefined();
  });
});

describe("a number for any parameter", () => {
  it("is taken inside the range and refused outside, in a file as on the command line", () => {
    const numbers = settableParameters().filter(({ kind, lever }) => kind === "number" && lever !== true);
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.double({ min: -1, max: 2, noNaN: true }), (entry, u) => {
        const [low, high] = entry.range as readonly [number, number];
        const value = low + u * (high - low);
        const inside = value >= low && value <= high;
        const bySet = ((): boolean => {
          try {
            return (
              resolveScenarios(["baseline"], { set: [`${entry.id}=${value}`] })[0]?.parameters[entry.id]?.spec === value
            );
          } catch (error) {
            if (error instanceof InputError) return false;
            throw error;
          }
        })();
        expect(bySet).toBe(inside);
        const text = stringify({ id: "mine", extends: "baseline", title: "M", parameters: { [entry.id]: value } });
        expect(typeof outcome(text) === "string").toBe(inside);
      }),
      { numRuns: 150 },
    );
  });
});

describe("units", () => {
  const unit = fc.constantFrom(
    "NOK per place per month",
    "NOK per month per place",
    "share of places",
    "share",
    "years",
    "months",
    "per year",
  );
  it("agree with themselves, both ways round", () => {
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        expect(sameUnit(a, a)).toBe(true);
        expect(sameUnit(a, b)).toBe(sameUnit(b, a));
      }),
    );
  });
  it("never break on any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        parseUnit(a);
        expect(sameUnit(a, b)).toBe(sameUnit(b, a));
      }),
    );
  });
});
