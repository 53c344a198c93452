// What happens to the revenue of enterprises: the distribution, not only the mean, by size and by how much of it is subsidy.

import { quantilesType7 } from "@tiltak/sim-core";
import { enterpriseSizes } from "@tiltak/sim-core/programme";
import { formatMeasuredPercent, formatNumber, groupName } from "../../i18n/index.ts";
import { yearEnding } from "../../times.ts";
import {
  atEnd,
  beginsAt,
  type Chart,
  type ChartInput,
  type ChartKind,
  contentWidth,
  framed,
  groupValues,
  lastTime,
  type Row,
  runsOf,
  scenarioTitle,
  scenarioTitles,
} from "../frame.ts";
import {
  bottom,
  colourBy,
  gridOf,
  type KeyEntry,
  pixels,
  pointer,
  type RowLabel,
  rowLabels,
  valueAxis,
  zeroLine,
} from "../layout.ts";
import { ink, partOutline, scenarioLooks } from "../palette.ts";
import { by, listed, toldShare, under } from "../text.ts";

const quantiles = { p10: 0.1, p25: 0.25, p50: 0.5, p75: 0.75, p90: 0.9 } as const;
type Quantiles = Readonly<Record<keyof typeof quantiles, number | null>>;

const measure = "enterprise-revenue-change";
const half = 0.5;

/** Quantiles over enterprises in a group, means over runs. */
function reported(input: ChartInput, scenario: string, group: Readonly<Record<string, string>>): Quantiles | undefined {
  const at = (kind: string): number | null => atEnd(input, measure, scenario, { ...group, kind })?.mean ?? null;
  const found = Object.fromEntries(Object.keys(quantiles).map((kind) => [kind, at(kind)])) as Quantiles;
  return found.p50 === null ? undefined : found;
}

/** Quantiles of a list. */
function counted(values: readonly number[]): Quantiles | undefined {
  if (values.length === 0) return undefined;
  const found = quantilesType7(values, Object.values(quantiles));
  return Object.fromEntries(Object.keys(quantiles).map((kind, k) => [kind, found[k]])) as Quantiles;
}

interface Block {
  readonly name: string;
  readonly groups: readonly string[];
  readonly of: (scenario: string, group: string) => Quantiles | undefined;
}

/** The groups of enterprises that the run can tell apart: by size, and by dependence on subsidies where it is known. */
function blocks(input: ChartInput): readonly Block[] {
  const { lang, enterprises = [] } = input;
  const bySize: Block = {
    name: by(lang, "Etter inntekt fra VTA", "By VTA revenue"),
    groups: enterpriseSizes.map((size) => groupName(lang, size)),
    of: (scenario, group) => {
      const size = enterpriseSizes.find((one) => groupName(lang, one) === group) ?? "";
      return (
        reported(input, scenario, { "enterprise-size": size }) ??
        counted(enterprises.filter((row) => row.scenario === scenario && row.size === size).map(({ change }) => change))
      );
    },
  };
  const reportedKeys = groupValues(input, measure, "subsidy-dependence");
  const names = {
    low: by(lang, "Under halvparten er tilskudd", "Less than half is subsidy"),
    high: by(lang, "Minst halvparten er tilskudd", "At least half is subsidy"),
  };
  const dependence: Block = {
    name: by(lang, "Etter tilskuddenes andel av inntekten", "By subsidies as a share of revenue"),
    groups: [names.low, names.high],
    of: (scenario, group) => {
      const high = group === names.high;
      const key = reportedKeys.find((value) => value.startsWith(high ? "50" : "<"));
      if (key !== undefined) return reported(input, scenario, { "subsidy-dependence": key });
      return counted(
        enterprises
          .filter((row) => row.scenario === scenario && (high ? row.subsidyShare >= half : row.subsidyShare < half))
          .map(({ change }) => change),
      );
    },
  };
  return [bySize, dependence].filter((block) =>
    input.scenarios.some(({ id }) => block.groups.some((group) => block.of(id, group) !== undefined)),
  );
}

/** Change in revenue by size and by dependence on subsidies, as a distribution. */
export const enterpriseRevenue: ChartKind = {
  id: "enterprise-revenue-change",
  applies: (input) => blocks(input).length > 0,
  build(input): Chart {
    const { lang } = input;
    const year = yearEnding(beginsAt(input), lastTime(input));
    const titles = scenarioTitles(input);
    const looks = scenarioLooks(titles.length, input.greyscale === true);
    const shown = blocks(input);
    const rows: Row[] = shown.flatMap((block) =>
      block.groups.flatMap((group) =>
        input.scenarios.flatMap(({ id }) => {
          const found = block.of(id, group);
          return found === undefined
            ? []
            : [{ "grouped by": block.name, group, scenario: scenarioTitle(input, id), ...found }];
        }),
      ),
    );
    const title = finding(input, year);
    const closed = by(lang, "−100 %: lagt ned.", "−100%: closed.");
    const subtitle = by(
      lang,
      `Endring i bedriftens samlede inntekt siden scenarioets start, i faste priser. Strek: 80 % av bedriftene. Boks: halvparten. Hvit strek: medianen. ${closed} Snitt over ${formatNumber(lang, runsOf(input))} kjøringer.`,
      `Change in the enterprise's total revenue since the scenario's start, fixed prices. Line: 80% of enterprises. Box: half of them. White tick: median. ${closed} Mean over ${formatNumber(lang, runsOf(input))} runs.`,
    );
    const width = contentWidth(input);
    const room = Math.min(Math.round(width * 0.34), 200);
    const grid = gridOf(1, width, room);
    const axis = valueAxis(
      lang,
      rows.flatMap((row) => [row.p10, row.p90] as (number | null)[]),
      { percent: true, count: 6 },
    );
    const x = (field: string): object => bottom(field, axis, grid.width);
    const bar = 12;
    const lane = bar + 5;
    let height = 0;
    const labels: RowLabel[] = [];
    const heads: RowLabel[] = [];
    const marks: Row[] = [];
    for (const block of shown) {
      heads.push({ text: block.name, x: -room, y: height + 8 });
      height += 22;
      for (const group of block.groups) {
        labels.push({ text: group, x: -10, y: height + (titles.length * lane) / 2 });
        titles.forEach((scenario, i) => {
          const row = rows.find(
            (one) => one["grouped by"] === block.name && one.group === group && one.scenario === scenario,
          );
          if (row === undefined) return;
          const y = height + i * lane + lane / 2;
          marks.push({ ...row, told: spreadText(input, row), y, y1: y - bar / 2, y2: y + bar / 2 });
        });
        height += Math.max(titles.length * lane, 28) + 8;
      }
      height += 4;
    }
    const colour = colourBy(
      "scenario",
      titles,
      looks.map((look) => look.colour),
    );
    const tells = pointer([
      ["group", by(lang, "gruppe", "group")],
      ["scenario", by(lang, "scenario", "scenario")],
      ["told", by(lang, "median (80 % av bedriftene)", "median (80% of enterprises)")],
    ]);
    const view = {
      width: grid.width,
      height,
      data: { values: marks },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.6 },
          encoding: { x: x("p10"), x2: { field: "p90" }, y: pixels("y"), color: colour, ...tells },
        },
        {
          mark: { type: "rect", stroke: partOutline, strokeWidth: 0.4 },
          encoding: {
            x: x("p25"),
            x2: { field: "p75" },
            y: pixels("y1"),
            y2: { field: "y2" },
            color: colour,
            ...tells,
          },
        },
        {
          mark: { type: "rule", tooltip: null, color: "white", strokeWidth: 2.4 },
          encoding: { x: x("p50"), y: pixels("y1"), y2: { field: "y2" } },
        },
        zeroLine("x"),
        ...rowLabels(labels, room - 14),
        ...rowLabels(heads, width, { align: "left", size: 12, bold: true, colour: ink.text }),
      ],
    };
    const key: KeyEntry[] = titles.map((label, i) => ({ label, shape: "box", colour: looks[i]?.colour ?? "#000000" }));
    const told = rows.map(
      (row) => `${row.group}, ${row.scenario}: ${formatMeasuredPercent(lang, row.p50 as number | null, null)}`,
    );
    return {
      spec: framed(input, { title, subtitle, key, views: [view], room }),
      rows,
      title,
      alt: `${title}. Median: ${told.join("; ")}.`,
    };
  },
};

/** The median, and where 80 % of the enterprises lie. */
function spreadText({ lang }: ChartInput, row: Row): string {
  const share = (value: unknown): string => formatMeasuredPercent(lang, value as number | null, null);
  return `${share(row.p50)} (${share(row.p10)} ${by(lang, "til", "to")} ${share(row.p90)})`;
}

/** The share of enterprises that lose a quarter, and the change of the median one. */
function finding(input: ChartInput, year: string): string {
  const { lang } = input;
  const medians = input.scenarios.flatMap(({ id }) => {
    const row = atEnd(input, measure, id, { kind: "p50" });
    return row === undefined ? [] : [`${toldShare(lang, row)} ${under(lang, scenarioTitle(input, id))}`];
  });
  const losing = input.scenarios.flatMap(({ id }) => {
    const row = atEnd(input, "enterprises-losing", id, { kind: "25" });
    return row === undefined || row.mean === null
      ? []
      : [`${toldShare(lang, row)} ${under(lang, scenarioTitle(input, id))}`];
  });
  if (losing.length > 0)
    return by(
      lang,
      `Andel bedrifter som i ${year} har mistet minst en firedel av inntekten: ${listed(lang, losing)}`,
      `Enterprises that have lost at least a quarter of their revenue by ${year}: ${listed(lang, losing)}`,
    );
  return by(
    lang,
    `Inntekten til den midterste bedriften er i ${year} endret med ${listed(lang, medians)}`,
    `By ${year} the revenue of the median enterprise has changed by ${listed(lang, medians)}`,
  );
}
