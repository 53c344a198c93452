// Laws of a study, whatever its replications observe, leave undefined, leave out or fail in: the rows are those of a naive reading of
// the definitions, and memory, run directory, slabs and finishing order change no byte of them.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Estimate,
  formatEstimates,
  inCompletionOrder,
  inThreadExecutor,
  type Model,
  runStudy,
  type StudyOptions,
} from "../../src/index.ts";
import { RunDirectory } from "../../src/node/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-laws-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Observed = readonly (readonly [measure: string, group: string, time: number, value: number])[];
/** What each replication of each scenario observes; "fails" for one that throws. */
type Script = readonly (readonly (Observed | "fails")[])[];

const observation = fc.tuple(
  fc.constantFrom("a", "b"),
  fc.constantFrom("{}", '{"k":"1"}', '{"k":"10"}'),
  fc.constantFrom(0, 1, 1.5),
  fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(Number.NaN)),
);
const observed = fc.uniqueArray(observation, { maxLength: 10, selector: ([m, g, t]) => `${m} ${g} ${t}` });
const replication = fc.oneof(
  { weight: 8, arbitrary: observed },
  { weight: 1, arbitrary: fc.constant("fails" as const) },
);
const script: fc.Arbitrary<Script> = fc
  .record({ scenarios: fc.integer({ min: 1, max: 3 }), pairs: fc.integer({ min: 1, max: 4 }) })
  .chain(({ scenarios, pairs }) => {
    const runs = fc.array(replication, { minLength: 2 * pairs, maxLength: 2 * pairs });
    return fc.array(runs, { minLength: scenarios, maxLength: scenarios });
  });

function study(scripted: Script): StudyOptions {
  return {
    model: {
      id: "scripted",
      version: "1",
      run: (parameters, replication) => tell(scripted, Number(parameters.scenario), replication),
    },
    scenarios: scripted.map((_, i) => ({ id: `s${i}`, parameters: { scenario: i } })),
    replications: scripted[0].length,
    seed: "laws",
    allPairs: true,
  };
}

function tell(scripted: Script, scenario: number, replication: Parameters<Model["run"]>[1]): void {
  const told = scripted[scenario][replication.number];
  if (told === "fails") throw new Error("as told");
  for (const [measure, group, time, value] of told) replication.observe(measure, group, time, value);
}

/** The value of a row in one replication by definition: NaN when it failed, its twin failed, or it was not observed. */
function valueOfRow(
  scripted: Script,
  scenario: number,
  number: number,
  row: Pick<Estimate, "measure" | "group" | "time">,
): number {
  const runs = scripted[scenario];
  if (runs[number] === "fails" || runs[number ^ 1] === "fails") return Number.NaN;
  const group = JSON.stringify(row.group);
  return runs[number].find(([m, g, t]) => m === row.measure && g === group && t === row.time)?.[3] ?? Number.NaN;
}

function naiveRow(values: readonly number[]): { n: number; runs: number; mean: number | null; p50: number | null } {
  const draws: number[] = [];
  for (let d = 0; d < values.length; d += 2) {
    const own = values.slice(d, d + 2).filter((x) => !Number.isNaN(x));
    if (own.length > 0) draws.push(own.reduce((sum, x) => sum + x, 0) / own.length);
  }
  const defined = values.filter((x) => !Number.isNaN(x)).sort((x, y) => x - y);
  const middle = (defined.length - 1) / 2;
  return {
    n: draws.length,
    runs: defined.length,
    mean: draws.length === 0 ? null : draws.reduce((sum, x) => sum + x, 0) / draws.length,
    p50: defined.length === 0 ? null : (defined[Math.floor(middle)] + defined[Math.ceil(middle)]) / 2,
  };
}

const close = (x: number | null): unknown => (x === null ? null : expect.closeTo(x, 3));

test("every row is what its definition says, and there is one for everything observed", async () => {
  await fc.assert(
    fc.asyncProperty(script, async (scripted) => {
      const { estimates } = await runStudy(study(scripted));
      const failed = scripted.map((runs) => runs.filter((told) => told === "fails").length);
      for (const row of estimates.estimates) {
        const s = Number(row.scenario.slice(1));
        const { mean, p50, ...counts } = naiveRow(scripted[s].map((_, r) => valueOfRow(scripted, s, r, row)));
        expect(row).toMatchObject({ ...counts, failed: failed[s], mean: close(mean), p50: close(p50) });
      }
      for (const row of estimates.differences) {
        const [a, b] = [Number(row.a.slice(1)), Number(row.b.slice(1))];
        const values = scripted[a].map((_, r) => valueOfRow(scripted, b, r, row) - valueOfRow(scripted, a, r, row));
        const { mean, p50, ...counts } = naiveRow(values);
        const either = scripted[a].filter((told, r) => told === "fails" || scripted[b][r] === "fails").length;
        expect(row).toMatchObject({ ...counts, failed: either, mean: close(mean), p50: close(p50) });
      }
      scripted.forEach((runs, s) => {
        const cells = new Set(
          runs.flatMap((told) => (told === "fails" ? [] : told.map(([m, g, t]) => `${m} ${g} ${t}`))),
        );
        expect(estimates.estimates.filter(({ scenario }) => scenario === `s${s}`)).toHaveLength(cells.size);
      });
    }),
    { numRuns: 300 },
  );
});

test("memory, disk, slabs, chunks and finishing order give the same bytes", async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      script,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(1, 20, 8_000_000),
      fc.infiniteStream(fc.nat()),
      async (scripted, rowsPerChunk, mostValues, order) => {
        number += 1;
        const options = study(scripted);
        const expected = formatEstimates((await runStudy(options)).estimates);
        const keys = new Map<object, number>();
        const executor = inCompletionOrder(inThreadExecutor(), (blocks) => {
          for (const block of blocks) keys.set(block, order.next().value);
          return blocks.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        });
        const store = (): RunDirectory =>
          new RunDirectory(join(folder, `run-${number}`), { rowsPerChunk, mostCachedValues: 0 });
        const first = await runStudy({ ...options, executor, mostValues, store: store(), replications: 2 });
        expect(first.plan.replications).toBe(2);
        const whole = await runStudy({ ...options, executor, mostValues, store: store() });
        expect(formatEstimates(whole.estimates)).toBe(expected);
      },
    ),
    { numRuns: 40 },
  );
});
