// What a run ends before: a move, a transfer or a phase-in that the scenario has begun and that is not complete at the run's last time. Its last year
// then says nothing of the scheme as it is meant to become.

import type { ResolvedScenario } from "@tiltak/scenarios";
import {
  centralValueOfSpec,
  type DesignPoint,
  isDistribution,
  isoOfYears,
  type StudyPlan,
  yearsBetween,
} from "@tiltak/sim-core";
import type { ChartInput } from "./charts/index.ts";
import type { StudyFlags } from "./flags.ts";
import type { Lang } from "./i18n/index.ts";
import type { Terminal } from "./terminal.ts";
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

/** A run as far as it says what it ends before: its scenarios, its results and, where it has a design, the plan of its points. */
export type EndedRun = Pick<ChartInput, "scenarios" | "estimates"> & {
  readonly plan?: Pick<StudyPlan, "scenarios" | "points">;
};

/** A change that a run ends before the end of. */
export interface Unfinished {
  readonly scenario: string;
  readonly name: Readonly<Record<Lang, string>>;
  /** ISO dates: when it begins, when it is complete, when the run ends. */
  readonly begins: string;
  readonly complete: string;
  readonly ends: string;
  /** At how many points of the design, and of how many; undefined without a design. */
  readonly points?: { readonly unfinished: number; readonly all: number };
}

/**
 * List what scenarios have not completed when their run ends; a range is taken at its middle.
 *
 * @returns one entry for each scenario and change; of the points of a design, the one at which it is complete last
 */
export function unfinished({ scenarios, estimates, plan }: EndedRun): readonly Unfinished[] {
  const time = estimates.estimates.reduce((most, row) => Math.max(most, row.time), 0);
  if (time === 0) return [];
  return scenarios.flatMap((scenario) =>
    changes.flatMap((change) => {
      const points = plan?.points;
      if (points === undefined) return unfinishedAt(scenario, change, time, {}) ?? [];
      const { outOfReach = [] } = plan?.scenarios.find(({ id }) => id === scenario.id) ?? {};
      const reached = [change.share, change.start, change.years].filter((id) => !outOfReach.includes(id));
      // Many points have these few parameters in common: each set of them is looked at once.
      const known = new Map<string, Unfinished | undefined>();
      const entries = points.flatMap(({ parameters }) => {
        const point = Object.fromEntries(reached.flatMap((id) => (id in parameters ? [[id, parameters[id]]] : [])));
        const key = JSON.stringify(point);
        if (!known.has(key)) known.set(key, unfinishedAt(scenario, change, time, point));
        return known.get(key) ?? [];
      });
      if (entries.length === 0) return [];
      const last = entries.reduce((latest, entry) => (entry.complete > latest.complete ? entry : latest));
      return [{ ...last, points: { unfinished: entries.length, all: points.length } }];
    }),
  );
}

/** Say when a change is complete that a run of so many years ends before; undefined where there is no such change. */
function unfinishedAt(
  { id, start, parameters }: ResolvedScenario,
  { share, start: from, years, name }: Change,
  time: number,
  point: DesignPoint["parameters"],
): Unfinished | undefined {
  const value = (parameter: string): unknown => {
    const declared = parameters[parameter]?.spec;
    const spec = declared === undefined ? undefined : (point[parameter] ?? declared);
    return spec !== undefined && isDistribution(spec) ? centralValueOfSpec(spec) : spec;
  };
  const [portion, begins, takes] = [value(share), value(from), value(years)];
  if (typeof portion !== "number" || portion <= 0 || typeof begins !== "string" || typeof takes !== "number")
    return undefined;
  // What is set to begin before the results do begins with them.
  const first = Math.max(yearsBetween(start, begins), 0);
  // What is over in a step begins when the run ends, at the latest.
  const isComplete = first + takes <= time && first < time;
  const [complete, ends] = [first + takes, time].map((at) => isoOfYears(start, at));
  if (isComplete || complete === undefined || ends === undefined) return undefined;
  return { scenario: id, name, begins: isoOfYears(start, first), complete, ends };
}

/** Say in plain words what is not complete when the run ends, one sentence for each scenario and change. */
export function unfinishedSentences(input: EndedRun, lang: Lang): readonly string[] {
  return unfinished(input).map(({ scenario, name, begins, complete, ends, points }) => {
    const title = input.scenarios.find(({ id }) => id === scenario)?.title[lang] ?? scenario;
    const [first, done, end] = [begins, complete, ends].map((iso) => dateInWords(iso, lang));
    const never = begins >= ends;
    if (lang === "nb") {
      const state =
        points !== undefined
          ? `ferdig i ${points.unfinished} av ${points.all} punkter (i det siste ${done})`
          : never
            ? `begynt (${first}; ferdig ${done})`
            : `ferdig (${done})`;
      return `Kjøringen slutter ${end}, før ${name.nb} med «${title}» er ${state}. Tallene for siste år viser derfor ikke ordningen slik den skal bli; bruk flere år med --years.`;
    }
    const state =
      points !== undefined
        ? `is complete at ${points.unfinished} of ${points.all} points (at the last of them on ${done})`
        : never
          ? `has begun (${first}; complete on ${done})`
          : `is complete (${done})`;
    return `The run ends on ${end}, before ${name.en} under “${title}” ${state}. The figures of the last year therefore do not show the scheme as it is to become; run more years with --years.`;
  });
}

/** Tell what is not complete when the run ends: among the results where these are text, else on the side. */
export function tellUnfinished(run: EndedRun, format: StudyFlags["format"], terminal: Terminal): void {
  for (const text of unfinishedSentences(run, terminal.lang)) {
    if (format === "table") terminal.print(`${text}\n`);
    else terminal.note(text);
  }
}
