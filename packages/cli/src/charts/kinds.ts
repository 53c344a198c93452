// The charts, each a pure function from estimates to a specification. A title says what the numbers say.

import {
  formatKroner,
  formatNumber,
  formatPercent,
  formatWithError,
  groupName,
  type Lang,
  measureName,
} from "../i18n/index.ts";
import {
  type Chart,
  type ChartInput,
  chartWidth,
  differences,
  framed,
  lastTime,
  levels,
  type Row,
  runsOf,
  scenarioScales,
  scenarioTitle,
  stackColours,
  stackGreys,
  startYear,
  yearEncoding,
} from "./frame.ts";

/** One kind of chart. */
export interface ChartKind {
  readonly id: string;
  /** Whether the run has rows for it. */
  applies(input: ChartInput): boolean;
  build(input: ChartInput): Chart;
}

const settings = ["sheltered", "ordinary", "municipal", "municipal-ordinary"] as const;

/** Choose a text by language. */
function by(lang: Lang, nb: string, en: string): string {
  return lang === "nb" ? nb : en;
}

interface Panel {
  readonly name: string;
  readonly measure: string;
  readonly group: Readonly<Record<string, string>>;
}

/** Rows of lines with bands: one panel for each group. */
function bandRows(input: ChartInput, panels: readonly Panel[], scale = 1): readonly Row[] {
  const from = startYear(input);
  return panels.flatMap((panel) =>
    levels(input, panel.measure, panel.group).map((row) => ({
      panel: panel.name,
      scenario: scenarioTitle(input, row.scenario),
      year: from + row.time,
      mean: times(row.mean, scale),
      p05: times(row.p05, scale),
      p25: times(row.p25, scale),
      p75: times(row.p75, scale),
      p95: times(row.p95, scale),
    })),
  );
}

function times(value: number | null, scale: number): number | null {
  return value === null ? null : value * scale;
}

/** Lines with 50 % and 90 % bands, in small multiples. */
function bandView(
  input: ChartInput,
  rows: readonly Row[],
  panels: readonly string[],
  axisTitle: string,
  format: string,
  independent: boolean,
): object {
  const { colour, dash } = scenarioScales(input);
  const columns = panels.length === 1 ? 1 : panels.length === 2 || panels.length === 4 ? 2 : 3;
  const gap = 62;
  const width = Math.floor((chartWidth - gap * columns) / columns);
  const x = yearEncoding(input);
  const y = (field: string): object => ({
    field,
    type: "quantitative",
    axis: { title: null, format, tickCount: 5 },
    scale: { zero: true, nice: true },
  });
  const band = colour;
  const layer = [
    { mark: { type: "area", opacity: 0.16 }, encoding: { x, y: y("p05"), y2: { field: "p95" }, color: band } },
    { mark: { type: "area", opacity: 0.3 }, encoding: { x, y: y("p25"), y2: { field: "p75" }, color: band } },
    {
      mark: { type: "line", strokeWidth: 2.2, clip: true },
      encoding: { x, y: y("mean"), color: colour, strokeDash: dash },
    },
  ];
  if (panels.length === 1) {
    return {
      data: { values: rows },
      title: { text: axisTitle, anchor: "start", fontSize: 11, fontWeight: "normal", color: "#333333" },
      width: chartWidth - gap,
      height: 260,
      layer,
    };
  }
  return {
    data: { values: rows },
    facet: { field: "panel", type: "nominal", title: null, sort: panels },
    columns,
    spacing: { row: 26, column: 24 },
    spec: { width, height: 150, layer },
    resolve: { scale: { y: independent ? "independent" : "shared" }, axis: { x: "independent", y: "independent" } },
  };
}

function bandSubtitle(input: ChartInput, what: string): string {
  const runs = formatNumber(input.lang, runsOf(input));
  return by(
    input.lang,
    `${what}. Linje: gjennomsnitt. Mørkt bånd: halvparten av kjøringene. Lyst bånd: 90 % av dem (${runs} kjøringer per scenario).`,
    `${what}. Line: mean. Dark band: half of the runs. Light band: 90 % of them (${runs} runs per scenario).`,
  );
}

/** Mean of a measure in each scenario at the end. */
function ends(
  input: ChartInput,
  measure: string,
  group: Readonly<Record<string, string>> = {},
): readonly { readonly title: string; readonly mean: number; readonly halfWidth: number | null }[] {
  const time = lastTime(input);
  return levels(input, measure, group)
    .filter((row) => row.time === time && row.mean !== null)
    .map((row) => ({ title: scenarioTitle(input, row.scenario), mean: row.mean as number, halfWidth: row.halfWidth }));
}

/** "12 300 under A, 8 100 under B", at the end. */
function endSentence(
  input: ChartInput,
  measure: string,
  unit: string,
  group: Readonly<Record<string, string>> = {},
): string {
  const year = startYear(input) + lastTime(input);
  const parts = ends(input, measure, group).map(
    ({ title, mean, halfWidth }) =>
      `${formatWithError(input.lang, mean, halfWidth)} ${by(input.lang, "med", "under")} «${title}»`,
  );
  return by(input.lang, `${unit} i ${year}: ${parts.join(", ")}`, `${unit} in ${year}: ${parts.join(", ")}`);
}

const participants: ChartKind = {
  id: "participants",
  applies: (input) => levels(input, "participants").length > 0,
  build(input) {
    const used = settings.filter((setting) =>
      levels(input, "participants", { setting }).some(({ p95 }) => (p95 ?? 0) > 0),
    );
    const panels: Panel[] = [
      { name: groupName(input.lang, "total"), measure: "participants", group: {} },
      ...used.map((setting) => ({ name: groupName(input.lang, setting), measure: "participants", group: { setting } })),
    ];
    const rows = bandRows(input, panels);
    const title = endSentence(input, "participants", by(input.lang, "Deltakere", "Participants"));
    const subtitle = bandSubtitle(
      input,
      by(input.lang, "Personer med plass, etter hvor de arbeider", "People with a place, by where they work"),
    );
    const view = bandView(
      input,
      rows,
      panels.map(({ name }) => name),
      "",
      ",.0f",
      false,
    );
    return { spec: framed(input, title, subtitle, [view]), rows, title, alt: altText(input, title, rows) };
  },
};

/** Describe a chart of lines in words: each line's first and last value. */
function altText(input: ChartInput, title: string, rows: readonly Row[]): string {
  const lines = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.panel ?? ""}: ${row.scenario ?? ""}`;
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  const told = [...lines].slice(0, 12).map(([name, line]) => {
    const first = line[0];
    const last = line[line.length - 1];
    const value = (row: Row | undefined): string => {
      const mean = Number(row?.mean ?? Number.NaN);
      return formatWithError(input.lang, mean, Math.abs(mean) / 100);
    };
    return `${name} ${value(first)} (${first?.year}) ${by(input.lang, "til", "to")} ${value(last)} (${last?.year})`;
  });
  return `${title}. ${told.join("; ")}.`;
}

const difference: ChartKind = {
  id: "difference",
  applies: (input) => differences(input, "participants").length > 0,
  build(input) {
    const from = startYear(input);
    const rows = differences(input, "participants").map((row) => ({
      scenario: scenarioTitle(input, row.b),
      year: from + row.time,
      mean: row.mean,
      low: row.mean === null || row.halfWidth === null ? null : row.mean - row.halfWidth,
      high: row.mean === null || row.halfWidth === null ? null : row.mean + row.halfWidth,
      p05: row.p05,
      p95: row.p95,
      "share above 0": row.probabilityAbove0,
    }));
    const reference = scenarioTitle(input, input.estimates.differences[0]?.a ?? "");
    const last = differences(input, "participants").filter(({ time }) => time === lastTime(input));
    const year = from + lastTime(input);
    const parts = last.map((row) => {
      const clear = row.mean !== null && row.halfWidth !== null && Math.abs(row.mean) > row.halfWidth;
      const amount = formatWithError(input.lang, Math.abs(row.mean ?? 0), row.halfWidth);
      const name = scenarioTitle(input, row.b);
      if (!clear) return by(input.lang, `ingen sikker forskjell med «${name}»`, `no clear difference under “${name}”`);
      return (row.mean ?? 0) < 0
        ? by(input.lang, `${amount} færre deltakere med «${name}»`, `${amount} fewer participants under “${name}”`)
        : by(input.lang, `${amount} flere deltakere med «${name}»`, `${amount} more participants under “${name}”`);
    });
    const title = by(
      input.lang,
      `I ${year}: ${parts.join(", ")} enn med «${reference}»`,
      `In ${year}: ${parts.join(", ")} than under “${reference}”`,
    );
    const pairs = formatNumber(input.lang, last[0]?.n ?? 0);
    const subtitle = by(
      input.lang,
      `Parvis differanse i deltakere: de samme personene med samme hell i begge scenarioer. Mørkt bånd: 95 %-intervall for gjennomsnittet (${pairs} trekninger). Lyst bånd: 90 % av kjøringene.`,
      `Paired difference in participants: the same people with the same luck in both scenarios. Dark band: 95 % interval of the mean (${pairs} draws). Light band: 90 % of the runs.`,
    );
    const domain = input.scenarios.slice(1).map((scenario) => scenario.title[input.lang]);
    const all = scenarioScales(input);
    const range = (all.colour.scale as { readonly range: readonly string[] }).range.slice(1);
    const legend = domain.length > 1 ? all.colour.legend : null;
    const colour = { field: "scenario", type: "nominal", scale: { domain, range }, legend };
    const x = yearEncoding(input);
    const y = (field: string): object => ({
      field,
      type: "quantitative",
      axis: { title: null, format: "+,.0f", tickCount: 6 },
    });
    const view = {
      data: { values: rows },
      width: chartWidth - 62,
      height: 280,
      layer: [
        { mark: { type: "area", opacity: 0.18 }, encoding: { x, y: y("p05"), y2: { field: "p95" }, color: colour } },
        { mark: { type: "area", opacity: 0.45 }, encoding: { x, y: y("low"), y2: { field: "high" }, color: colour } },
        { mark: { type: "line", strokeWidth: 2.2 }, encoding: { x, y: y("mean"), color: colour } },
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: "rule", color: "#222222", strokeWidth: 1.2 },
          encoding: { y: { datum: 0 } },
        },
      ],
    };
    return { spec: framed(input, title, subtitle, [view]), rows, title, alt: altText(input, title, rows) };
  },
};

const boundKinds = ["places", "supervisors", "workplaces", "candidates"] as const;

const bound: ChartKind = {
  id: "what-bound-placement",
  applies: (input) => boundKinds.some((kind) => levels(input, "placement-bound-by", { bound: kind }).length > 0),
  build(input) {
    const from = startYear(input);
    const rows = boundKinds.flatMap((kind, order) =>
      levels(input, "placement-bound-by", { bound: kind }).map((row) => ({
        scenario: scenarioTitle(input, row.scenario),
        year: from + row.time,
        bound: groupName(input.lang, kind),
        order,
        placements: row.mean,
      })),
    );
    const year = from + lastTime(input);
    const parts = input.scenarios.map((scenario) => {
      const mine = rows.filter((row) => row.year === year && row.scenario === scenario.title[input.lang]);
      const most = mine.reduce(
        (a, b) => ((b.placements ?? 0) > (a.placements ?? 0) ? b : a),
        mine[0] ?? { bound: "–", placements: 0 },
      );
      return `${most.bound.toLowerCase()} ${by(input.lang, "med", "under")} «${scenario.title[input.lang]}»`;
    });
    const title = by(
      input.lang,
      `Dette holdt tilbake flest i ${year}: ${parts.join(", ")}`,
      `What held most people back in ${year}: ${parts.join(", ")}`,
    );
    const subtitle = by(
      input.lang,
      "Hvor mange flere som kunne fått plass om én ting alene fantes i overflod; snitt over årets måneder. «Søkere» er ledige plasser uten søker. Der to ting mangler samtidig, hjelper det ikke å øke bare den ene.",
      "How many more could be placed if one thing alone were plentiful; mean over the months of the year. “Candidates” are free places without anybody waiting. Where two things are short at once, more of one does not help.",
    );
    const names = boundKinds.map((kind) => groupName(input.lang, kind));
    const columns = Math.min(input.scenarios.length, 2);
    const view = {
      data: { values: rows },
      facet: {
        field: "scenario",
        type: "nominal",
        title: null,
        sort: input.scenarios.map(({ title: words }) => words[input.lang]),
      },
      columns,
      spacing: { row: 26, column: 24 },
      resolve: { axis: { x: "independent", y: "independent" } },
      spec: {
        width: Math.floor((chartWidth - 62 * columns) / columns),
        height: 220,
        mark: { type: "bar", stroke: "white", strokeWidth: 0.8 },
        encoding: {
          x: {
            field: "year",
            type: "ordinal",
            axis: { title: null, format: "d", labelAngle: 0, labelOverlap: "parity", grid: false },
          },
          y: {
            field: "placements",
            type: "quantitative",
            stack: "zero",
            axis: { title: null, format: ",.0f", tickCount: 5 },
          },
          color: {
            field: "bound",
            type: "nominal",
            scale: { domain: names, range: input.greyscale === true ? stackGreys : stackColours },
            legend: { title: null, orient: "top", labelLimit: 0, symbolType: "square" },
          },
          order: { field: "order", type: "quantitative" },
        },
      },
    };
    const told = rows
      .filter((row) => row.year === year)
      .map((row) => `${row.scenario}, ${row.bound}: ${formatNumber(input.lang, row.placements ?? 0)}`);
    return { spec: framed(input, title, subtitle, [view]), rows, title, alt: `${title}. ${told.join("; ")}.` };
  },
};

const enterpriseSizes = ["<5", "5-10", "10-20", "20-50", "50+"] as const;
const spread = ["p10", "p25", "p50", "p75", "p90"] as const;

const revenue: ChartKind = {
  id: "enterprise-revenue-change",
  applies: (input) => levels(input, "enterprise-revenue-change", { "enterprise-size": "<5", kind: "p50" }).length > 0,
  build(input) {
    const time = lastTime(input);
    const rows = enterpriseSizes.flatMap((size) =>
      input.scenarios.map((scenario) => {
        const at = (kind: string): number | null =>
          levels(input, "enterprise-revenue-change", { "enterprise-size": size, kind }).find(
            (row) => row.scenario === scenario.id && row.time === time,
          )?.mean ?? null;
        const values = Object.fromEntries(spread.map((kind) => [kind, at(kind)]));
        return { size: groupName(input.lang, size), scenario: scenario.title[input.lang], ...values };
      }),
    );
    const year = startYear(input) + time;
    const parts = input.scenarios.map((scenario) => {
      const median = levels(input, "enterprise-revenue-change", { kind: "p50" }).find(
        (row) => row.scenario === scenario.id && row.time === time,
      );
      return `${signedPercent(input.lang, median?.mean ?? 0)} ${by(input.lang, "med", "under")} «${scenario.title[input.lang]}»`;
    });
    const title = by(
      input.lang,
      `Inntekten til den midterste bedriften er i ${year} endret med ${parts.join(", ")}`,
      `By ${year} the revenue of the median enterprise has changed by ${parts.join(", ")}`,
    );
    const subtitle = by(
      input.lang,
      "Endring i samlet inntekt siden scenariets start, i faste priser, etter bedriftens inntekt fra VTA. Strek: 80 % av bedriftene. Boks: halvparten. Hvit strek: medianen. −100 %: lagt ned. Snitt over kjøringene.",
      "Change in total revenue since the scenario's start, fixed prices, by the enterprise's VTA revenue. Line: 80 % of enterprises. Box: half of them. White tick: median. −100 %: closed. Mean over runs.",
    );
    const { colour } = scenarioScales(input);
    const titles = input.scenarios.map(({ title: words }) => words[input.lang]);
    const y = {
      field: "size",
      type: "nominal",
      sort: enterpriseSizes.map((size) => groupName(input.lang, size)),
      axis: { title: null, grid: false, domain: false, ticks: false },
    };
    const yOffset = { field: "scenario", type: "nominal", sort: titles };
    const x = (field: string): object => ({
      field,
      type: "quantitative",
      axis: { title: null, format: "+.0%", tickCount: 7 },
    });
    const half = {
      field: "scenario",
      type: "nominal",
      scale: (colour as { scale: unknown }).scale,
      legend: { ...(colour.legend as object), symbolType: "square", symbolStrokeWidth: 0 },
    };
    const view = {
      data: { values: rows },
      width: chartWidth - 150,
      height: { step: 17 },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 1.6 },
          encoding: { y, yOffset, x: x("p10"), x2: { field: "p90" }, color: half },
        },
        { mark: { type: "bar", height: 10 }, encoding: { y, yOffset, x: x("p25"), x2: { field: "p75" }, color: half } },
        { mark: { type: "tick", color: "white", thickness: 2, size: 10 }, encoding: { y, yOffset, x: x("p50") } },
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: "rule", color: "#222222", strokeWidth: 1 },
          encoding: { x: { datum: 0 } },
        },
      ],
    };
    const told = rows.map(
      (row) => `${row.size}, ${row.scenario}: ${signedPercent(input.lang, Number((row as Row).p50 ?? Number.NaN))}`,
    );
    return {
      spec: framed(input, title, subtitle, [view]),
      rows,
      title,
      alt: `${title}. ${by(input.lang, "Median", "Median")}: ${told.join("; ")}.`,
    };
  },
};

function signedPercent(lang: Lang, share: number): string {
  return `${share > 0 ? "+" : ""}${formatPercent(lang, share)}`;
}

/** A chart of one measure's total with bands. */
function single(id: string, measure: string, what: Readonly<Record<Lang, string>>): ChartKind {
  return {
    id,
    applies: (input) => levels(input, measure).length > 0,
    build(input) {
      const panels = [{ name: measureName(input.lang, measure), measure, group: {} }];
      const rows = bandRows(input, panels);
      const title = endSentence(input, measure, measureName(input.lang, measure));
      const view = bandView(
        input,
        rows,
        panels.map(({ name }) => name),
        "",
        ",.0f",
        false,
      );
      return {
        spec: framed(input, title, bandSubtitle(input, what[input.lang]), [view]),
        rows,
        title,
        alt: altText(input, title, rows),
      };
    },
  };
}

const coverage: ChartKind = {
  id: "coverage",
  applies: (input) => levels(input, "coverage", { "municipality-size": "<5000" }).length > 0,
  build(input) {
    const sizes = ["<5000", "5000-9999", "10000-19999", "20000-49999", "50000+"];
    const panels = sizes.map((size) => ({
      name: groupName(input.lang, size),
      measure: "coverage",
      group: { "municipality-size": size },
    }));
    const rows = bandRows(input, panels);
    const title = endSentence(input, "coverage", measureName(input.lang, "coverage"));
    const subtitle = bandSubtitle(
      input,
      by(
        input.lang,
        "Deltakere per 1 000 innbyggere, etter kommunens størrelse",
        "Participants per 1,000 inhabitants, by size of municipality",
      ),
    );
    const view = bandView(
      input,
      rows,
      panels.map(({ name }) => name),
      "",
      ".1f",
      false,
    );
    return { spec: framed(input, title, subtitle, [view]), rows, title, alt: altText(input, title, rows) };
  },
};

const cost: ChartKind = {
  id: "cost-by-payer",
  applies: (input) => levels(input, "cost", { payer: "state" }).length > 0,
  build(input) {
    const million = 1e-6;
    const panels = ["state", "municipality"].map((payer) => ({
      name: groupName(input.lang, payer),
      measure: "cost",
      group: { payer },
    }));
    const rows = bandRows(input, panels, million);
    const year = startYear(input) + lastTime(input);
    const parts = ends(input, "cost").map(
      ({ title, mean, halfWidth }) =>
        `${formatKroner(input.lang, mean, halfWidth ?? 0)} ${by(input.lang, "med", "under")} «${title}»`,
    );
    const title = by(
      input.lang,
      `Staten og kommunene betaler i ${year} til sammen ${parts.join(", ")}`,
      `In ${year} state and municipalities together pay ${parts.join(", ")}`,
    );
    const what = by(
      input.lang,
      "Millioner kroner per år i startårets priser. Kommunene: utover rammetilskuddet. Ubrukt tilskudd er med hos staten",
      "Million kroner a year in prices of the start year. Municipalities: beyond the frame grant. Unspent grant is with the state",
    );
    const view = bandView(
      input,
      rows,
      panels.map(({ name }) => name),
      "",
      ",.0f",
      false,
    );
    return {
      spec: framed(input, title, bandSubtitle(input, what), [view]),
      rows,
      title,
      alt: altText(input, title, rows),
    };
  },
};

/** All kinds of chart, in the order of the report. */
export const chartKinds: readonly ChartKind[] = [
  participants,
  difference,
  bound,
  revenue,
  single("waiting", "candidates-waiting", {
    nb: "Personer som venter på plass eller på å flytte til ordinær virksomhet",
    en: "People who wait for a place, or to move to an ordinary workplace",
  }),
  single("people-who-lost-their-place", "people-who-lost-their-place", {
    nb: "Ganger noen har mistet plassen sin siden scenariets start",
    en: "Times that somebody has lost a place since the scenario's start",
  }),
  single("enterprises-closed", "enterprises-closed", {
    nb: "Tiltaksbedrifter som er lagt ned siden scenariets start: risiko under forutsetningene, ikke en prognose",
    en: "Sheltered enterprises closed since the scenario's start: a risk under these assumptions, not a forecast",
  }),
  cost,
  coverage,
];
