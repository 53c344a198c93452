// Money: who pays, what makes the difference between two budgets, and what a participant, a place and a position cost.

import type { Difference, Estimate } from "@tiltak/sim-core";
import { formatNumber, groupName, measureName } from "../../i18n/index.ts";
import { calendarYear, whenOf, yearEnding } from "../../times.ts";
import { estimateOf, estimateRow } from "../bands.ts";
import { textWidth } from "../font-metrics.ts";
import {
  atEnd,
  beginsAt,
  type Chart,
  type ChartInput,
  type ChartKind,
  contentWidth,
  differences,
  framed,
  groupValues,
  lastTime,
  levels,
  type Row,
  runsOf,
  scenarioTitle,
  scenarioTitles,
} from "../frame.ts";
import {
  bottom,
  colourBy,
  dot,
  gridOf,
  type KeyEntry,
  linesOf,
  panelView,
  pixels,
  pointer,
  rowLabels,
  valueAxis,
} from "../layout.ts";
import { partFills, partOutline, scenarioLooks } from "../palette.ts";
import { stackChart } from "../stacks.ts";
import { by, chartName, inner, listed, quoted, told, toldKroner, under } from "../text.ts";

const million = 1_000_000;
const payers = ["state", "municipality"] as const;

/** What state and municipalities pay, stacked, year by year. */
export const costByPayer: ChartKind = {
  id: "cost-by-payer",
  applies: (input) => levels(input, "cost", { payer: "state" }).length > 0,
  build(input) {
    const { lang } = input;
    const run = beginsAt(input);
    const when = whenOf(run, "cost", lastTime(input), lang);
    const [from = 0, to = 0] = [1, lastTime(input)].map((time) => calendarYear(run, "cost", time));
    const rows = payers.flatMap((payer) =>
      levels(input, "cost", { payer }).map((row) => ({
        scenario: scenarioTitle(input, row.scenario),
        part: groupName(lang, payer),
        step: calendarYear(run, "cost", row.time),
        ...estimateRow(row, 1 / million),
      })),
    );
    const parts = input.scenarios.flatMap(({ id }) => {
      const row = atEnd(input, "cost", id);
      return row === undefined ? [] : [`${toldKroner(lang, row)} ${under(lang, scenarioTitle(input, id))}`];
    });
    const title = by(
      lang,
      `Staten og kommunene betaler ${when} til sammen ${parts.join(", ")}`,
      `State and municipalities together pay ${when}: ${parts.join(", ")}`,
    );
    const runs = formatNumber(lang, runsOf(input));
    const subtitle = by(
      lang,
      `Millioner kroner per år i startårets priser, snitt over ${runs} kjøringer per scenario. Kommunene: utover rammetilskuddet. Ubrukt tilskudd er med hos staten; eiernes andel av bedriftenes resultat er ikke med.`,
      `Million kroner a year in prices of the start year, mean over ${runs} runs per scenario. Municipalities: beyond the frame grant. Unspent grant is with the state; the owners’ share of enterprises’ results is not in it.`,
    );
    const spec = stackChart(
      input,
      input.scenarios.map(({ id }) => ({
        name: scenarioTitle(input, id),
        rows: rows.filter((row) => row.scenario === scenarioTitle(input, id) && row.mean !== null),
        totals: levels(input, "cost")
          .filter((row) => row.scenario === id && row.p05 !== null)
          .map((row) => ({
            step: calendarYear(run, "cost", row.time),
            p05: (row.p05 ?? 0) / million,
            p95: (row.p95 ?? 0) / million,
          })),
      })),
      {
        title,
        subtitle,
        parts: payers.map((payer) => groupName(lang, payer)),
        from,
        to: Math.max(to, from),
        tell: (row) => toldKroner(lang, estimateOf(row, million)),
        totalWords: by(lang, "90 % av kjøringene, i alt", "90% of runs, in all"),
      },
    );
    const ends = rows
      .filter((row) => row.step === to)
      .map((row) => `${row.scenario}, ${row.part}: ${toldKroner(lang, estimateOf(row, million))}`);
    return {
      spec,
      rows: rows.map(({ part, step, ...row }) => ({ year: step, payer: part, ...row })),
      title,
      alt: `${title}. ${ends.join("; ")}.`,
    };
  },
};

/** Lines of the ledger that are no net public cost: public money that moves to another public budget, or is left there. */
const internal: ReadonlySet<string> = new Set(["frame-grant", "grant-unspent"]);
/** What the owners of enterprises carry of their deficits: public money that no line of the ledger pays. */
const owners = "owners-deficit-share";

interface Step {
  readonly line: string;
  readonly change: number;
  readonly halfWidth: number | null;
}

/** Net public cost of two scenarios and the lines between them, in kroner a year, at the end of the run. */
function bridge(
  input: ChartInput,
  a: string,
  b: string,
):
  | {
      readonly from: Estimate;
      readonly to: Estimate;
      readonly all: Difference | undefined;
      readonly steps: readonly Step[];
    }
  | undefined {
  const time = lastTime(input);
  const from = atEnd(input, "net-public-cost", a);
  const to = atEnd(input, "net-public-cost", b);
  if (from?.mean == null || to?.mean == null) return undefined;
  const pair = (rows: readonly Difference[]): Difference | undefined =>
    rows.find((row) => row.a === a && row.b === b && row.time === time);
  const steps: Step[] = [];
  let explained = 0;
  const explain = (line: string, measure: string, group: Readonly<Record<string, string>>): void => {
    const difference = pair(differences(input, measure, group));
    const before = atEnd(input, measure, a, group)?.mean ?? 0;
    const after = atEnd(input, measure, b, group)?.mean ?? 0;
    const change = difference?.mean ?? after - before;
    explained += change;
    if (Math.max(Math.abs(before), Math.abs(after)) > 0)
      steps.push({ line, change, halfWidth: difference?.halfWidth ?? null });
  };
  for (const line of groupValues(input, "payments", "kind"))
    if (!internal.has(line)) explain(line, "payments", { kind: line });
  explain(owners, owners, {});
  const rest = to.mean - from.mean - explained;
  // What the lines do not explain; shown, never hidden in another line.
  if (Math.abs(rest) > from.mean / 1000) steps.push({ line: "rest", change: rest, halfWidth: null });
  steps.sort((x, y) => Math.abs(y.change) - Math.abs(x.change));
  return { from, to, all: pair(differences(input, "net-public-cost")), steps };
}

/** The bridge from the first scenario's net public cost to each other's, line by line of the ledger, and what owners carry. */
export const budgetBridge: ChartKind = {
  id: "budget-bridge",
  applies: (input) =>
    input.scenarios.length > 1 &&
    groupValues(input, "payments", "kind").some((line) => !internal.has(line)) &&
    bridge(input, input.scenarios[0]?.id ?? "", input.scenarios[1]?.id ?? "") !== undefined,
  build(input) {
    const { lang } = input;
    const year = yearEnding(beginsAt(input), lastTime(input));
    const a = input.scenarios[0]?.id ?? "";
    const bridges = input.scenarios.slice(1).flatMap(({ id }) => {
      const found = bridge(input, a, id);
      return found === undefined ? [] : [{ id, ...found }];
    });
    const width = contentWidth(input);
    const wide = width >= 1000 && bridges.length > 1;
    const columns = wide ? 2 : 1;
    const panelWidth = Math.floor((width - 24 * (columns - 1)) / columns);
    const room = Math.round(Math.min(panelWidth * 0.42, 270));
    const chartWidth = panelWidth - room - 5;
    const rows: Row[] = [];
    const panels = bridges.map(({ id, from, to, steps }) => {
      const list: {
        name: string;
        start: number;
        end: number;
        total: boolean;
        halfWidth: number | null;
        label: string;
      }[] = [];
      let level = from.mean ?? 0;
      const add = (name: string, start: number, end: number, total: boolean, halfWidth: number | null): void => {
        const change = total ? end : end - start;
        const sign = !total && change > 0 ? "+" : "";
        list.push({
          name,
          start,
          end,
          total,
          halfWidth,
          label: `${sign}${told(lang, { mean: change / million, halfWidth: halfWidth === null ? null : halfWidth / million })}`,
        });
        rows.push({
          scenario: scenarioTitle(input, id),
          line: name,
          "million kroner": change / million,
          low: halfWidth === null ? null : (change - halfWidth) / million,
          high: halfWidth === null ? null : (change + halfWidth) / million,
          total: total ? 1 : 0,
        });
      };
      add(scenarioTitle(input, a), 0, level, true, from.halfWidth);
      for (const { line, change, halfWidth } of steps) {
        add(chartName(lang, line), level, level + change, false, halfWidth);
        level += change;
      }
      add(scenarioTitle(input, id), 0, to.mean ?? 0, true, to.halfWidth);
      return { id, list };
    });
    const axis = valueAxis(
      lang,
      panels.flatMap(({ list }) =>
        list.flatMap(({ start, end, halfWidth }) =>
          [start, end, end - (halfWidth ?? 0), end + (halfWidth ?? 0)].map((nok) => nok / million),
        ),
      ),
      { count: 6 },
    );
    const labelColumn = Math.ceil(
      Math.max(...panels.flatMap(({ list }) => list.map(({ label }) => textWidth(label, 11)))) + 14,
    );
    const plotWidth = chartWidth - labelColumn;
    const fills = partFills(input.greyscale === true);
    const [up, down, total] = [fills[1] ?? "", fills[2] ?? "", fills[0] ?? ""];
    const labelWidth = room - 12;
    const lines = Math.max(...panels.flatMap(({ list }) => list.map(({ name }) => linesOf(name, labelWidth))));
    const step = Math.max(26, lines * 13 + 8);
    const views = panels.map(({ list }) => {
      const y = (i: number): number => i * step + step / 2;
      const marks = list.map(({ name, label, start, end, total: isTotal, halfWidth }, i) => ({
        line: name,
        told: label,
        from: Math.min(start, end) / million,
        to: Math.max(start, end) / million,
        y1: y(i) - 8,
        y2: y(i) + 8,
        middle: y(i),
        part: isTotal ? "total" : end >= start ? "up" : "down",
        low: halfWidth === null ? null : (end - halfWidth) / million,
        high: halfWidth === null ? null : (end + halfWidth) / million,
      }));
      const x = bottom("from", axis, plotWidth);
      return {
        height: list.length * step,
        view: {
          height: list.length * step,
          layer: [
            {
              data: { values: marks },
              mark: { type: "bar", stroke: partOutline, strokeWidth: 0.6 },
              encoding: {
                x,
                x2: { field: "to" },
                y: pixels("y1"),
                y2: { field: "y2" },
                ...pointer([
                  ["line", by(lang, "post", "line")],
                  ["told", by(lang, "mill. kr", "million NOK")],
                ]),
                color: colourBy("part", ["total", "up", "down"], [total, up, down]),
              },
            },
            {
              // From the end of a bar to the next one, which begins there; the last bar is a budget and ends there.
              data: {
                values: list
                  .slice(0, -1)
                  .map(({ end }, i) => ({ level: end / million, y1: y(i) + 8, y2: y(i + 1) - 8 })),
              },
              mark: { type: "rule", tooltip: null, color: partOutline, strokeWidth: 0.8 },
              encoding: { x: bottom("level", axis, plotWidth), y: pixels("y1"), y2: { field: "y2" } },
            },
            {
              data: { values: marks.filter(({ low }) => low !== null) },
              mark: { type: "rule", tooltip: null, color: "#000000", strokeWidth: 1.4 },
              encoding: { x: bottom("low", axis, plotWidth), x2: { field: "high" }, y: pixels("middle") },
            },
            ...rowLabels(
              list.map(({ name }, i) => ({ text: name, x: -10, y: y(i) })),
              labelWidth,
            ),
            ...rowLabels(
              list.map(({ label }, i) => ({ text: label, x: plotWidth + labelColumn, y: y(i) })),
              labelColumn,
            ),
          ],
        },
      };
    });
    const title = bridgeTitle(input, year, bridges[bridges.length - 1]);
    const subtitle = by(
      lang,
      `Netto offentlig utgift i ${year}, millioner kroner i startårets priser: fra første scenario til de andre, post for post. Svart strek: 95 %-intervall. Rammetilskuddet flytter bare penger fra stat til kommune og er ikke en egen post. Bedriftene er i hovedsak kommunalt eide; eierne bærer sin andel av resultatet (tap øker utgiften).`,
      `Net public cost in ${year}, million kroner in prices of the start year: from the first scenario to the others, line by line. Black line: 95% interval. The frame grant only moves money from state to municipality and is no line of its own. Enterprises are mainly owned by municipalities; owners bear their share of results (a loss adds to the cost).`,
    );
    const spec = framed(input, {
      title,
      subtitle,
      key: [
        { label: by(lang, "Netto utgift", "Net cost"), shape: "box", colour: total },
        { label: by(lang, "Øker utgiften", "Adds to spending"), shape: "box", colour: up },
        { label: by(lang, "Senker utgiften", "Lowers spending"), shape: "box", colour: down },
      ],
      views: [
        panelView(
          views.map(({ view }, i) => ({
            name: bridges.length > 1 ? scenarioTitle(input, bridges[i]?.id ?? "") : "",
            view,
          })),
          { columns, width: plotWidth },
          0,
        ),
      ],
      room,
    });
    const told_ = rows.map((row) => `${row.line} ${formatNumber(lang, Number(row["million kroner"]))}`);
    return {
      spec,
      rows,
      title,
      alt: `${title}. ${by(lang, "Millioner kroner", "Million kroner")}: ${told_.join("; ")}.`,
    };
  },
};

function bridgeTitle(
  input: ChartInput,
  year: string,
  found: ({ readonly id: string } & NonNullable<ReturnType<typeof bridge>>) | undefined,
): string {
  const { lang } = input;
  if (found === undefined) return by(lang, "Ingen budsjetter å sammenlikne", "No budgets to compare");
  const name = quoted(lang, scenarioTitle(input, found.id));
  const first = quoted(lang, scenarioTitle(input, input.scenarios[0]?.id ?? ""));
  const change = found.all?.mean ?? (found.to.mean ?? 0) - (found.from.mean ?? 0);
  // As the verdict has it: jointly with the other headline measures, where the run has them so.
  const error = found.all?.jointHalfWidth ?? found.all?.halfWidth ?? null;
  const clear = error !== null && Math.abs(change) > error;
  const size = toldKroner(lang, { mean: Math.abs(change), halfWidth: error });
  const [most] = found.steps;
  const because =
    most === undefined
      ? ""
      : by(
          lang,
          `; mest endres ${quoted(lang, inner(chartName(lang, most.line)))}`,
          `; the line that changes most is ${quoted(lang, inner(chartName(lang, most.line)))}`,
        ) +
        ` (${most.change > 0 ? "+" : "−"}${toldKroner(lang, { mean: Math.abs(most.change), halfWidth: most.halfWidth })})`;
  const head = !clear
    ? by(
        lang,
        `Netto offentlig utgift i ${year} med ${name} kan ikke skilles fra utgiften med ${first}`,
        `Net public cost in ${year} under ${name} cannot be told apart from that under ${first}`,
      )
    : change < 0
      ? by(
          lang,
          `${name} koster det offentlige netto ${size} mindre i ${year} enn ${first}`,
          `${name} costs the public ${size} less, net, in ${year} than ${first}`,
        )
      : by(
          lang,
          `${name} koster det offentlige netto ${size} mer i ${year} enn ${first}`,
          `${name} costs the public ${size} more, net, in ${year} than ${first}`,
        );
  return head + because;
}

const unitMeasures = ["cost-per-participant", "cost-per-place", "cost-per-position"] as const;

/** Which scenario is cheapest by a measure: clear when the paired interval of each other leaves out zero. */
function cheapest(input: ChartInput, measure: string): { readonly id: string; readonly clear: boolean } | undefined {
  const ends = input.scenarios.flatMap(({ id }) => {
    const row = atEnd(input, measure, id);
    return row?.mean == null ? [] : [{ id, mean: row.mean, error: row.halfWidth }];
  });
  ends.sort((x, y) => x.mean - y.mean);
  const [best, ...others] = ends;
  if (best === undefined || others.length === 0) return undefined;
  const clear = others.every(({ id, mean, error }) => {
    const pair = differences(input, measure).find(
      (row) =>
        row.time === lastTime(input) && ((row.a === best.id && row.b === id) || (row.b === best.id && row.a === id)),
    );
    if (pair !== undefined)
      return pair.mean !== null && pair.halfWidth !== null && Math.abs(pair.mean) > pair.halfWidth;
    return error !== null && best.error !== null && mean - error > best.mean + best.error;
  });
  return { id: best.id, clear };
}

/** Cost per participant, place and position, side by side. */
export const unitCosts: ChartKind = {
  id: "unit-costs",
  applies: (input) => unitMeasures.some((measure) => levels(input, measure).some(({ mean }) => mean !== null)),
  build(input): Chart {
    const { lang } = input;
    const time = lastTime(input);
    const year = yearEnding(beginsAt(input), time);
    const thousand = 1000;
    const rows = unitMeasures.flatMap((measure) =>
      input.scenarios.flatMap(({ id }) => {
        const row = atEnd(input, measure, id);
        return row?.mean == null
          ? []
          : [
              {
                measure: unitName(input, measure),
                scenario: scenarioTitle(input, id),
                ...estimateRow(row, 1 / thousand),
              },
            ];
      }),
    );
    const title = unitTitle(input, year);
    const subtitle = by(
      lang,
      `Tusen kroner per år i ${year}, i startårets priser; ubrukt rammetilskudd er trukket fra. Punkt: gjennomsnitt. Tykk strek: 95 %-intervall for gjennomsnittet. Tynn strek: 90 % av ${formatNumber(lang, runsOf(input))} kjøringer.`,
      `Thousand kroner a year in ${year}, prices of the start year; unspent frame grant is taken out. Dot: mean. Thick line: 95% interval of the mean. Thin line: 90% of ${formatNumber(lang, runsOf(input))} runs.`,
    );
    const titles = scenarioTitles(input);
    const looks = scenarioLooks(titles.length, input.greyscale === true);
    const colour = colourBy(
      "scenario",
      titles,
      looks.map((look) => look.colour),
    );
    const width = contentWidth(input);
    const axis = valueAxis(
      lang,
      rows.flatMap((row) => [row.p05, row.p95, row.low, row.high, row.mean] as (number | null)[]),
    );
    const grid = gridOf(unitMeasures.length, width, 8, 150);
    const step = 30;
    const height = titles.length * step;
    const panels = unitMeasures.map((measure) => {
      const mine = rows
        .filter((row) => row.measure === unitName(input, measure))
        .map((row) => ({
          ...row,
          y: titles.indexOf(row.scenario) * step + step / 2,
          told: told(lang, estimateOf(row)),
        }));
      const x = (field: string): object => bottom(field, axis, grid.width);
      const labels = mine.map((row) => ({ text: row.told, x: 2, y: row.y - 11 }));
      const tells = pointer([
        ["scenario", by(lang, "scenario", "scenario")],
        ["told", by(lang, "tusen kr", "thousand NOK")],
      ]);
      return {
        name: unitName(input, measure),
        view: {
          data: { values: mine },
          layer: [
            {
              mark: { type: "rule", strokeWidth: 1.2 },
              encoding: { x: x("p05"), x2: { field: "p95" }, y: pixels("y"), color: colour, ...tells },
            },
            {
              mark: { type: "rule", strokeWidth: 4 },
              encoding: { x: x("low"), x2: { field: "high" }, y: pixels("y"), color: colour, ...tells },
            },
            {
              mark: dot("dot"),
              encoding: { x: x("mean"), y: pixels("y"), color: colour, ...tells },
            },
            ...rowLabels(labels, grid.width, { align: "left" }),
          ],
        },
      };
    });
    const key: KeyEntry[] = titles.map((label, i) => ({ label, shape: "dot", colour: looks[i]?.colour ?? "#000000" }));
    const spec = framed(input, { title, subtitle, key, views: [panelView(panels, grid, height)], room: 0 });
    const ends = rows.map((row) => `${row.measure}, ${row.scenario}: ${told(lang, estimateOf(row))}`);
    return {
      spec,
      rows,
      title,
      alt: `${title}. ${by(lang, "Tusen kroner per år", "Thousand kroner a year")}: ${ends.join("; ")}.`,
    };
  },
};

function unitName(input: ChartInput, measure: string): string {
  return measureName(input.lang, measure).split(",")[0] ?? measure;
}

const unitWords = {
  "cost-per-participant": { nb: "deltaker", en: "participant" },
  "cost-per-place": { nb: "plass", en: "place" },
  "cost-per-position": { nb: "stilling", en: "position" },
} as const;

/** Say whether the denominators agree on which scenario is cheapest. */
function unitTitle(input: ChartInput, year: string): string {
  const { lang } = input;
  const found = unitMeasures.flatMap((measure) => {
    const best = cheapest(input, measure);
    return best === undefined ? [] : [{ unit: unitWords[measure][lang], ...best }];
  });
  if (found.length === 0) {
    const parts = unitMeasures.flatMap((measure) => {
      const row = atEnd(input, measure, input.scenarios[0]?.id ?? "");
      return row?.mean == null
        ? []
        : [`${toldKroner(lang, row)} ${by(lang, "per", "per")} ${unitWords[measure][lang]}`];
    });
    return by(
      lang,
      `Det samme tilbudet koster i ${year} ${listed(lang, parts)}`,
      `In ${year} the same scheme costs ${listed(lang, parts)}`,
    );
  }
  const sure = found.filter(({ clear }) => clear);
  const winners = [...new Set(sure.map(({ id }) => id))];
  const named = winners.map((id) => {
    const units = sure.filter((one) => one.id === id).map(({ unit }) => unit);
    return `${quoted(lang, scenarioTitle(input, id))} ${by(lang, "per", "per")} ${listed(lang, units)}`;
  });
  const open = found.filter(({ clear }) => !clear).map(({ unit }) => unit);
  const unsure =
    open.length === 0
      ? ""
      : by(
          lang,
          `; per ${listed(lang, open)} kan de ikke skilles`,
          `; per ${listed(lang, open)} they cannot be told apart`,
        );
  if (winners.length === 0)
    return by(
      lang,
      `Ingen er sikkert billigst i ${year}, verken per deltaker, plass eller stilling`,
      `None is clearly cheapest in ${year}, per participant, place or position`,
    );
  const head =
    winners.length > 1
      ? by(
          lang,
          `Hva som er billigst i ${year}, kommer an på nevneren: `,
          `What is cheapest in ${year} depends on the denominator: `,
        )
      : by(lang, `Billigst i ${year}: `, `Cheapest in ${year}: `);
  return head + listed(lang, named) + unsure;
}
