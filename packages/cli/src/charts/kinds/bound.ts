// What holds placements back, year by year: places, supervisors, workplaces, candidates.

import { bounds } from "@tiltak/sim-core/programme";
import { formatMeasured, groupName } from "../../i18n/index.ts";
import { calendarYear, whenOf } from "../../times.ts";
import { estimateOf, estimateRow } from "../bands.ts";
import {
  atEnd,
  beginsAt,
  type ChartInput,
  type ChartKind,
  lastTime,
  levels,
  scenarioTitle,
  scenarioTitles,
} from "../frame.ts";
import { stackChart } from "../stacks.ts";
import { by, inner, listed, told, under } from "../text.ts";

/** What binds most at the end of a scenario, and all that its interval cannot tell from it. */
function binding(input: ChartInput, scenario: string): string {
  const { lang } = input;
  const found = bounds
    .map((bound) => ({ bound, row: atEnd(input, "placement-bound-by", scenario, { bound }) }))
    .map(({ bound, row }) => ({ bound, mean: row?.mean ?? 0, error: row?.halfWidth ?? 0 }))
    .sort((a, b) => b.mean - a.mean);
  const [most] = found;
  if (most === undefined || most.mean <= 0) return by(lang, "ingenting", "nothing");
  const alike = found.filter(({ mean, error }) => mean > 0 && mean + error >= most.mean - most.error);
  if (alike.length === bounds.length) return by(lang, "ikke mulig å si hva", "impossible to say what");
  return listed(
    lang,
    alike.map(({ bound }) => inner(groupName(lang, bound))),
  ).replace(by(lang, " og ", " and "), by(lang, " eller ", " or "));
}

/** What bound placements, stacked over time. */
export const whatBound: ChartKind = {
  id: "what-bound-placement",
  applies: (input) => bounds.some((bound) => levels(input, "placement-bound-by", { bound }).length > 0),
  build(input) {
    const { lang } = input;
    const run = beginsAt(input);
    const when = whenOf(run, "placement-bound-by", lastTime(input), lang);
    const [from = 0, to = 0] = [1, lastTime(input)].map((time) => calendarYear(run, "placement-bound-by", time));
    const rows = bounds.flatMap((bound) =>
      levels(input, "placement-bound-by", { bound }).map((row) => ({
        scenario: scenarioTitle(input, row.scenario),
        part: groupName(lang, bound),
        step: calendarYear(run, "placement-bound-by", row.time),
        ...estimateRow(row),
      })),
    );
    const parts = input.scenarios.map(({ id }) => `${binding(input, id)} ${under(lang, scenarioTitle(input, id))}`);
    const title = by(
      lang,
      `Dette holdt tilbake flest ${when}: ${parts.join(", ")}`,
      `What held most people back ${when}: ${parts.join(", ")}`,
    );
    const subtitle = by(
      lang,
      "Hvor mange flere som kunne fått plass om én ting alene fantes i overflod, snitt over årets måneder og over kjøringene. «Søkere» er ledige plasser uten søker. Der to ting mangler samtidig, hjelper det ikke å øke bare den ene. Intervaller står i dataene.",
      "How many more people could be placed if one thing alone were plentiful; mean over the months of the year and over the runs. “Candidates” are free places without anybody waiting. Where two things are short at once, more of one does not help. Intervals are in the data.",
    );
    const spec = stackChart(
      input,
      scenarioTitles(input).map((name) => ({
        name,
        rows: rows.filter((row) => row.scenario === name && row.mean !== null),
        totals: [],
      })),
      {
        title,
        subtitle,
        parts: bounds.map((bound) => groupName(lang, bound)),
        from,
        to: Math.max(to, from),
        totalWords: "",
        tell: (row) => told(lang, estimateOf(row)),
      },
    );
    const words = rows
      .filter((row) => row.step === to && row.mean !== null)
      .map((row) => {
        const { mean, halfWidth } = estimateOf(row);
        return `${row.scenario}, ${row.part}: ${formatMeasured(lang, mean, halfWidth)}`;
      });
    return {
      spec,
      rows: rows.map(({ part, step, ...row }) => ({ year: step, bound: part, ...row })),
      title,
      alt: `${title}. ${words.join("; ")}.`,
    };
  },
};
