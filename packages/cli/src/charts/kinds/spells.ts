// How long people stay, and why they leave: Kaplan-Meier curves and cumulative incidences of the spells that began since the
// scenario's start, at the end of the run.

import type { Estimate } from "@tiltak/sim-core";
import { settings } from "@tiltak/sim-core/programme";
import { formatNumber, groupName } from "../../i18n/index.ts";
import { altOfLines, type BandPanel, bandChart, estimateOf, estimateRow } from "../bands.ts";
import {
  type Chart,
  type ChartInput,
  type ChartKind,
  groupValues,
  lastTime,
  type Row,
  runsOf,
  scenarioTitle,
  scenarioTitles,
} from "../frame.ts";
import { years } from "../layout.ts";
import { stackChart } from "../stacks.ts";
import { by, chartName, listed, toldShare, under } from "../text.ts";

/** The rows of a scenario's curve in a group, by years since the spell began. */
function curve(
  input: ChartInput,
  scenario: string,
  measure: string,
  group: Readonly<Record<string, string>>,
): readonly { readonly years: number; readonly row: Estimate }[] {
  const time = lastTime(input);
  return input.estimates.estimates
    .filter(
      (row) =>
        row.point === null &&
        row.measure === measure &&
        row.scenario === scenario &&
        row.time === time &&
        row.mean !== null &&
        row.group.kind !== undefined &&
        Object.keys(row.group).length === Object.keys(group).length + 1 &&
        Object.entries(group).every(([key, value]) => row.group[key] === value),
    )
    .map((row) => ({ years: Number(row.group.kind), row }))
    .sort((a, b) => a.years - b.years);
}

/** A curve as rows, from everybody at the start. */
function retentionPanel(input: ChartInput, name: string, group: Readonly<Record<string, string>>): BandPanel {
  const start = { mean: 1, halfWidth: 0, p05: 1, p25: 1, p75: 1, p95: 1 };
  const rows = input.scenarios.flatMap(({ id }) => {
    const points = curve(input, id, "retention", group);
    if (points.length === 0) return [];
    return [{ years: 0, row: start }, ...points].map(({ years: since, row }) => ({
      panel: name,
      scenario: scenarioTitle(input, id),
      years: since,
      ...estimateRow(row),
    }));
  });
  return { name, rows };
}

function retentionChart(
  input: ChartInput,
  key: string,
  values: readonly string[],
  nameOf: (value: string) => string,
  what: string,
): Chart {
  const { lang } = input;
  const panels = values
    .map((value) => retentionPanel(input, nameOf(value), { [key]: value }))
    .filter(({ rows }) => rows.length > 0);
  const furthest = Math.max(1, ...panels.flatMap(({ rows }) => rows.map((row) => Number(row.years))));
  const at = Math.min(3, furthest);
  const main = [...input.scenarios]
    .reverse()
    .find(({ id }) => values.some((value) => curve(input, id, "retention", { [key]: value }).length > 0));
  const ends = values
    .map((value) => ({
      value,
      row: curve(input, main?.id ?? "", "retention", { [key]: value }).find((point) => point.years === at)?.row,
    }))
    .filter((end): end is { value: string; row: Estimate } => end.row !== undefined)
    .sort((a, b) => (b.row.mean ?? 0) - (a.row.mean ?? 0));
  const shown = ends.length > 4 ? [...ends.slice(0, 1), ...ends.slice(-1)] : ends;
  const parts = shown.map(({ value, row }) => `${toldShare(lang, row)} (${nameOf(value)})`);
  const title = by(
    lang,
    `Så mange har fortsatt plassen etter ${formatNumber(lang, at)} år ${under(lang, scenarioTitle(input, main?.id ?? ""))}: ${ends.length > 4 ? "fra " : ""}${ends.length > 4 ? parts.join(" til ") : listed(lang, parts)}`,
    `Still in the place after ${formatNumber(lang, at)} years ${under(lang, scenarioTitle(input, main?.id ?? ""))}: ${ends.length > 4 ? "from " : ""}${ends.length > 4 ? parts.join(" to ") : listed(lang, parts)}`,
  );
  return bandChart(input, panels, {
    title,
    what: `${what}. ${by(lang, "Vannrett: år siden plassen begynte", "Across: years since the place began")}`,
    percent: true,
    interval: true,
    along: "years",
    x: (width) => years("years", 0, furthest, width),
    alt: altOfLines(input, title, panels, "years", true),
  });
}

/** Kaplan-Meier retention by setting. */
export const retention: ChartKind = {
  id: "retention",
  applies: (input) =>
    settings.some((setting) => input.scenarios.some(({ id }) => curve(input, id, "retention", { setting }).length > 0)),
  build: (input) =>
    retentionChart(
      input,
      "setting",
      settings,
      (setting) => groupName(input.lang, setting),
      by(
        input.lang,
        "Andel som fortsatt har plassen, av dem som begynte etter scenarioets start (Kaplan-Meier), etter hvor de arbeider",
        "Share still in the place, of those who began after the scenario's start (Kaplan-Meier), by where they work",
      ),
    ),
};

/** Kaplan-Meier retention by delivery model. */
export const retentionByModel: ChartKind = {
  id: "retention-by-delivery-model",
  applies: (input) => groupValues(input, "retention", "delivery-model").length > 0,
  build: (input) =>
    retentionChart(
      input,
      "delivery-model",
      groupValues(input, "retention", "delivery-model"),
      (model) => chartName(input.lang, model),
      by(
        input.lang,
        "Andel som fortsatt har plassen, av dem som begynte etter scenarioets start (Kaplan-Meier), etter leveringsmodell",
        "Share still in the place, of those who began after the scenario's start (Kaplan-Meier), by delivery model",
      ),
    ),
};

/** Causes as the chart tells them apart. */
const families: readonly (readonly [string, readonly string[]])[] = [
  ["dropout", ["dropout"]],
  ["place-lost", ["place-lost"]],
  ["elsewhere", ["ordinary-vta", "moved"]],
  ["onwards", ["ordinary-work", "education", "other-programme"]],
  ["end", ["retirement", "death"]],
];

/** Cumulative incidence of exits by cause, setting and scenario. */
export const exitIncidence: ChartKind = {
  id: "exit-incidence",
  applies: (input) => levelsOfIncidence(input).length > 0,
  build(input) {
    const { lang } = input;
    const rows: Row[] = [];
    const panels = settings.flatMap((setting) =>
      input.scenarios.flatMap(({ id }) => {
        const mine = families.flatMap(([family, causes]) => {
          const sums = new Map<number, { mean: number; error: number }>();
          for (const cause of causes)
            for (const { years: since, row } of curve(input, id, "exit-incidence", { cause, setting })) {
              const sum = sums.get(since) ?? { mean: 0, error: 0 };
              sums.set(since, { mean: sum.mean + (row.mean ?? 0), error: sum.error + (row.halfWidth ?? 0) });
            }
          return [...sums].map(([since, { mean, error }]) => ({
            setting: groupName(lang, setting),
            scenario: scenarioTitle(input, id),
            part: chartName(lang, family),
            step: since,
            mean,
            // Half-widths of a family's causes are added: an upper limit, since causes of one spell exclude each other.
            low: Math.max(mean - error, 0),
            high: Math.min(mean + error, 1),
          }));
        });
        if (mine.length === 0) return [];
        rows.push(...mine);
        const totals = curve(input, id, "retention", { setting }).map(({ years: since, row }) => ({
          step: since,
          p05: row.p95 === null ? null : 1 - row.p95,
          p95: row.p05 === null ? null : 1 - row.p05,
        }));
        const name =
          input.scenarios.length > 1
            ? `${groupName(lang, setting)}: ${scenarioTitle(input, id)}`
            : groupName(lang, setting);
        return [{ name, rows: mine, totals }];
      }),
    );
    const furthest = Math.max(1, ...rows.map((row) => Number(row.step)));
    const at = Math.min(3, furthest);
    const title = finding(input, at);
    const subtitle = by(
      lang,
      `Andel som har sluttet for hver årsak (kumulativ insidens, Aalen-Johansen) av dem som begynte etter scenarioets start. Vannrett: år siden plassen begynte. Snitt over ${formatNumber(lang, runsOf(input))} kjøringer per scenario.`,
      `Share that has left for each cause (cumulative incidence, Aalen-Johansen) of those who began after the scenario's start. Across: years since the place began. Mean over ${formatNumber(lang, runsOf(input))} runs per scenario.`,
    );
    const spec = stackChart(input, panels, {
      title,
      subtitle,
      parts: families.map(([family]) => chartName(lang, family)),
      percent: true,
      from: 1,
      to: furthest,
      tell: (row) => toldShare(lang, estimateOf(row)),
      totalWords: by(lang, "90 % av kjøringene, alle årsaker", "90% of runs, all causes"),
    });
    const told = rows
      .filter((row) => row.step === at && Number(row.mean) > 0.005)
      .slice(0, 16)
      .map((row) => `${row.setting}, ${row.scenario}, ${row.part}: ${toldShare(lang, estimateOf(row))}`);
    return {
      spec,
      rows: rows.map(({ part, step, ...row }) => ({ years: step ?? null, cause: part ?? null, ...row })),
      title,
      alt: `${title}. ${told.join("; ")}.`,
    };
  },
};

function levelsOfIncidence(input: ChartInput): readonly Estimate[] {
  const time = lastTime(input);
  return input.estimates.estimates.filter(
    (row) =>
      row.point === null &&
      row.measure === "exit-incidence" &&
      row.time === time &&
      row.mean !== null &&
      row.group.setting !== undefined,
  );
}

/** Name the setting and scenario in which most have dropped out, and the share, beside the same setting in the first scenario. */
function finding(input: ChartInput, at: number): string {
  const { lang } = input;
  const dropout = (scenario: string, setting: string): Estimate | undefined =>
    curve(input, scenario, "exit-incidence", { cause: "dropout", setting }).find((point) => point.years === at)?.row;
  const all = input.scenarios.flatMap(({ id }) =>
    settings.map((setting) => ({ id, setting, row: dropout(id, setting) })),
  );
  const most = all.reduce(
    (a, b) => ((b.row?.mean ?? -1) > (a.row?.mean ?? -1) ? b : a),
    all[0] ?? { id: "", setting: "sheltered" as const, row: undefined },
  );
  const parts = scenarioTitles(input).flatMap((title, i) => {
    const row = dropout(input.scenarios[i]?.id ?? "", most.setting);
    return row === undefined ? [] : [`${toldShare(lang, row)} ${under(lang, title)}`];
  });
  return by(
    lang,
    `Flest slutter i «${groupName(lang, most.setting)}»: etter ${formatNumber(lang, at)} år har ${listed(lang, parts)} sluttet`,
    `Most drop out of “${groupName(lang, most.setting)}”: after ${formatNumber(lang, at)} years ${listed(lang, parts)} have`,
  );
}
