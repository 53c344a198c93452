// What a run ends before: a move, a transfer or a phase-in that the scenario has begun and that is not complete at the run's last time. Its last year
// then says nothing of the scheme as it is meant to become.

import { centralValueOfSpec, isDistribution, isoOfYears, yearsBetween } from "@tiltak/sim-core";
import type { ChartInput } from "./charts/index.ts";
import type { Lang } from "./i18n/index.ts";
import { dateInWords } from "./times.ts";

interface Change {
  /** What must be above 0 for it to happen. */
  readonly share: string;
  readonly start: string;
  readonly years: string;
  readonly name: Readonly<Record<Lang, string>>;
}

const changes: readonly Change[] = [
  {
    share: "revenue-loss.share-moved",
    start: "revenue-loss.start",
    years: "revenue-loss.speed-years",
    name: { nb: "flyttingen av plasser fra bedriftene", en: "the move of places out of enterprises" },
  },
  {
    share: "transfer.share",
    start: "transfer.start",
    years: "transfer.phase-in-years",
    name: { nb: "innfasingen av kommunalt ansvar", en: "the phase-in of municipal responsibility" },
  },
];

/** A change that a run ends before the end of. */
export interface Unfinished {
  readonly scenario: string;
  readonly name: Readonly<Record<Lang, string>>;
  /** ISO dates: when it begins, when it is complete, when the run ends. */
  readonly begins: string;
  readonly complete: string;
  readonly ends: string;
}

/**
 * List what scenarios have not completed when their run ends; a range is taken at its middle.
 *
 * @returns one entry for each scenario and change
 */
export function unfinished({
  scenarios,
  estimates,
}: Pick<ChartInput, "scenarios" | "estimates">): readonly Unfinished[] {
  const time = estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  if (time === 0) return [];
  return scenarios.flatMap(({ id, start, parameters }) => {
    const value = (parameter: string): unknown => {
      const spec = parameters[parameter]?.spec;
      return spec !== undefined && isDistribution(spec) ? centralValueOfSpec(spec) : spec;
    };
    return changes.flatMap(({ share, start: from, years, name }) => {
      const [portion, begins, takes] = [value(share), value(from), value(years)];
      if (typeof portion !== "number" || portion <= 0 || typeof begins !== "string" || typeof takes !== "number")
        return [];
      // What is set to begin before the results do begins with them.
      const first = Math.max(yearsBetween(start, begins), 0);
      // What is over in a step begins when the run ends, at the latest.
      const isComplete = first + takes <= time && first < time;
      const [complete, ends] = [first + takes, time].map((at) => isoOfYears(start, at));
      if (isComplete || complete === undefined || ends === undefined) return [];
      return [{ scenario: id, name, begins: isoOfYears(start, first), complete, ends }];
    });
  });
}

/** Say in plain words what is not complete when the run ends, one sentence for each scenario and change. */
export function unfinishedSentences(input: Pick<ChartInput, "scenarios" | "estimates">, lang: Lang): readonly string[] {
  return unfinished(input).map(({ scenario, name, begins, complete, ends }) => {
    const title = input.scenarios.find(({ id }) => id === scenario)?.title[lang] ?? scenario;
    const [first, done, end] = [begins, complete, ends].map((iso) => dateInWords(iso, lang));
    const never = begins >= ends;
    if (lang === "nb")
      return `Kjøringen slutter ${end}, før ${name.nb} med «${title}» er ${never ? `begynt (${first}; ferdig ${done})` : `ferdig (${done})`}. Tallene for siste år viser derfor ikke ordningen slik den skal bli; bruk flere år med --years.`;
    return `The run ends on ${end}, before ${name.en} under “${title}” ${never ? `has begun (${first}; complete on ${done})` : `is complete (${done})`}. The figures of the last year therefore do not show the scheme as it is to become; run more years with --years.`;
  });
}
