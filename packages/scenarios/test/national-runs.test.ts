// Every scenario of the catalogue on the whole country, with the same people and the same luck: it runs, it reports, and it changes
// something of what its parent reports. A scenario that changes nothing would be a lever that nobody reads.

import { type Estimate, inThreadExecutor, runStudy } from "@tiltak/sim-core";
import { programmeModel, programmeModelWith } from "@tiltak/sim-core/programme";
import { describe, expect, it } from "vitest";
import { loadCatalogue, municipalityRows, resolveScenarios, toScenarioInput } from "../src/index.ts";

const patience = 600_000;
/** Long enough for the end of a phase-in of four years from 2028 to be near. */
const mostYears = 6;
const catalogue = loadCatalogue();
const done = new Map<string, Promise<readonly Estimate[]>>();

/** Simulate a scenario, once. */
function estimatesOf(id: string, set: readonly string[] = [], seed = "national"): Promise<readonly Estimate[]> {
  const key = [id, ...set, seed].join(" ");
  const known = done.get(key);
  if (known !== undefined) return known;
  const [whole] = resolveScenarios([id], { set });
  const scenarios = resolveScenarios([id], { set, years: Math.min(whole?.years ?? mostYears, mostYears) });
  const municipalities = municipalityRows(scenarios);
  const run = runStudy({
    model:
      municipalities === undefined ? programmeModel : programmeModelWith({ municipalities, perMunicipality: true }),
    scenarios: scenarios.map(toScenarioInput),
    replications: 2,
    seed,
    executor: inThreadExecutor(),
  }).then(({ estimates, failures }) => {
    expect(failures).toEqual([]);
    return estimates.estimates;
  });
  done.set(key, run);
  return run;
}

/** What was reported, without the scenario's name. */
const reported = (estimates: readonly Estimate[]): string =>
  JSON.stringify(estimates.map(({ scenario: _, ...rest }) => rest));

describe("nationally, with two replications,", () => {
  it.each(catalogue.map(({ id }) => id))(
    "%s runs and reports every year",
    async (id) => {
      const [scenario] = resolveScenarios([id]);
      const estimates = await estimatesOf(id);
      const people = estimates.filter(
        ({ measure, group }) => measure === "participants" && Object.keys(group).length === 0,
      );
      const years = Math.min(scenario?.years ?? 0, mostYears);
      expect(people.map(({ time }) => time)).toEqual(Array.from({ length: years + 1 }, (_, t) => t));
      for (const { mean } of people) expect(mean).toBeGreaterThan(scenario?.municipalities === undefined ? 5000 : 500);
    },
    patience,
  );

  it.each(catalogue.flatMap(({ id, extends: parent }) => (parent === undefined ? [] : [[id, parent] as const])))(
    "%s reports something else than %s",
    async (id, parent) => {
      // A rule that waits for something to happen may wait in vain in two runs; with this seed it happens.
      const seed = id === "transfer-with-stop-rule" ? "rule" : undefined;
      const [own, other] = [await estimatesOf(id, [], seed), await estimatesOf(parent, [], seed)];
      expect(reported(own)).not.toBe(reported(other));
    },
    patience,
  );

  it(
    "lasting follow-up by nobody is today's scheme, bit for bit",
    async () => {
      expect(reported(await estimatesOf("vto-follow-up", ["vto.provider=none"]))).toBe(
        reported(await estimatesOf("baseline")),
      );
    },
    patience,
  );
});
