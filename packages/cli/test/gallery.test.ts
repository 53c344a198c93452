// The gallery of charts: every kind, in both languages, in colour and in grey, narrow and wide, with the longest names; valid
// against the schema of the drawing library; and as PDF. The rows are synthetic; gallery-of-a-run.test.ts draws a real run.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { fontFamily, fontFiles } from "../src/charts/font-metrics.ts";
import {
  backtestChart,
  type ChartInput,
  type ChartKind,
  chartKinds,
  renderPdf,
  renderPng,
  renderSvg,
  rowsToCsv,
} from "../src/charts/index.ts";
import { pdfText } from "./support/pdf-text.ts";
import { svgTexts, textTroubles } from "./support/svg-text.ts";
import { syntheticInput } from "./support/synthetic-run.ts";

const schemaFile = join(createRequire(import.meta.url).resolve("vega-lite"), "../vega-lite-schema.json");
const valid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(schemaFile, "utf8")));

/** Longer than any name of the catalogue. */
const longName = (i: number): string =>
  `Fullt kommunalt ansvar med kjøp av plasser fra skjermede virksomheter og felles jobbspesialister ${i}`;

const kinds = chartKinds.map((kind) => [kind.id, kind] as const);
const looks = (["nb", "en"] as const).flatMap((lang) =>
  [false, true].flatMap((greyscale) => [600, 1600].map((width) => ({ lang, greyscale, width }))),
);

describe.each(kinds)("the chart %s", (id, kind) => {
  it.each(looks)(
    "in $lang, grey $greyscale, $width wide: valid, no text leaves it or lies over another, the longest names included",
    async (look) => {
      const input = syntheticInput({ ...look, name: longName });
      const { spec, rows, title, alt } = kind.build(input);
      expect(valid(spec), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
      expect(rows.length).toBeGreaterThan(0);
      expect(title.length).toBeGreaterThan(15);
      expect(alt.length).toBeGreaterThan(title.length + 20);
      const svg = await renderSvg(spec);
      for (const text of [title, alt, svg])
        expect(text).not.toMatch(/NaN|undefined|Infinity|(?<!over )\bnull\b|\[object/);
      const texts = svgTexts(svg);
      expect(texts.texts.map(({ text }) => text).join(" ")).toContain(
        look.lang === "nb" ? "Kilde: Tiltak" : "Source: Tiltak",
      );
      expect(textTroubles(texts)).toEqual([]);
      expect(texts.width).toBeLessThanOrEqual(look.width);
      expect(texts.width).toBeGreaterThan(look.width - 10);
    },
  );

  it.each([
    // 1067 pixels is what a PNG of 1600 is laid out to.
    ["six scenarios", { scenarios: 6, width: 1067 }],
    ["intervals wider than the values", { error: 1.4 }],
    ["no uncertainty at all", { error: 0 }],
    ["a single draw, which knows no error", { error: undefined }],
    ["counts hidden because they are small", { hidden: true }],
  ])("keeps its texts apart with %s", async (_, more) => {
    const { spec, title, alt } = kind.build(syntheticInput({ lang: "nb", width: 600, ...more }));
    const svg = await renderSvg(spec);
    for (const text of [title, alt, svg])
      expect(text).not.toMatch(/NaN|undefined|Infinity|(?<!over )\bnull\b|\[object/);
    expect(textTroubles(svgTexts(svg))).toEqual([]);
  });

  it("draws a run of one scenario, or says that it cannot", async () => {
    const input = syntheticInput({ lang: "nb", scenarios: 1 });
    expect(kind.applies(input)).toBe(!["difference", "budget-bridge"].includes(id));
    if (kind.applies(input)) expect(textTroubles(svgTexts(await renderSvg(kind.build(input).spec)))).toEqual([]);
  });

  it("says its finding: other numbers, another title", () => {
    const input = syntheticInput({ lang: "en" });
    const { estimates, differences } = input.estimates;
    const turned: ChartInput = {
      ...input,
      backtest: (input.backtest ?? []).map((row) => ({ ...row, inside: !row.inside })),
      estimates: {
        ...input.estimates,
        estimates: estimates.map((row) => ({ ...row, mean: row.mean === null ? null : row.mean * 0.37 })),
        differences: differences.map((row) => ({ ...row, mean: row.mean === null ? null : -row.mean })),
      },
    };
    // Which cause binds, and who is cheapest, do not depend on the size of all numbers together.
    if (id === "what-bound-placement")
      turned.estimates.estimates.forEach(
        (row, i) => void (row.group.bound === "candidates" && Object.assign(row, { mean: 5000 + i })),
      );
    if (id === "unit-costs")
      turned.estimates.estimates.forEach(
        (row) => void (row.scenario === "scenario-0" && Object.assign(row, { mean: 1 })),
      );
    expect(kind.build(turned).title).not.toBe(kind.build(input).title);
  });

  it("gives its data as CSV with one line for each row", () => {
    const { rows } = kind.build(syntheticInput({ lang: "nb" }));
    const lines = rowsToCsv(rows).trimEnd().split("\n");
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines.join()).not.toMatch(/NaN|undefined/);
  });

  it("becomes a PDF whose words can be selected", async () => {
    const { spec, title } = kind.build(syntheticInput({ lang: "nb" }));
    const svg = await renderSvg(spec);
    const pdf = await renderPdf(svg, { title, lang: "nb" });
    expect(Buffer.from(pdf.subarray(0, 5)).toString("latin1")).toBe("%PDF-");
    const read = pdfText(pdf).replaceAll(/\s/g, "");
    for (const { text } of svgTexts(svg).texts) expect(read).toContain(text.replaceAll(/\s/g, ""));
  });
});

describe("all charts", () => {
  it("have bytes that do not depend on what was drawn before", async () => {
    const input = syntheticInput({ lang: "nb" });
    const draw = async (i: number): Promise<string> => {
      const kind = chartKinds[i % chartKinds.length];
      return kind === undefined ? "" : await renderSvg(kind.build(input).spec);
    };
    const alone = [];
    for (let i = 0; i < chartKinds.length; i++) alone.push(await draw(i));
    for (let i = chartKinds.length - 1; i >= 0; i--) expect(await draw(i)).toBe(alone[i]);
  });

  it("are told in grey by lightness alone", async () => {
    for (const [id, kind] of kinds) {
      const svg = await renderSvg(kind.build(syntheticInput({ lang: "en", greyscale: true })).spec);
      const colours = [...svg.matchAll(/(?:fill|stroke)="#([0-9a-f]{6})"/gi)].map((match) => match[1] ?? "");
      const coloured = colours.filter((c) => c.slice(0, 2) !== c.slice(2, 4) || c.slice(2, 4) !== c.slice(4, 6));
      expect([id, ...new Set(coloured)]).toEqual([id]);
    }
  });

  it("say how many runs stand behind their bands, also when the first measure is undefined in all", async () => {
    const banded = chartKinds.find(({ id }) => id === "participants") as ChartKind;
    const { estimates, ...rest } = syntheticInput({ lang: "en" });
    const [first, ...others] = estimates.estimates.map((row, i) => (i === 0 ? { ...row, runs: 0 } : row));
    const rows = first === undefined ? others : [first, ...others];
    const svg = await renderSvg(banded.build({ ...rest, estimates: { ...estimates, estimates: rows } }).spec);
    expect(svg).toContain("(100 runs per");
  });

  it("show a share with as many digits as its interval allows, and the interval where it is wide", () => {
    const retention = chartKinds.find(({ id }) => id === "retention") as ChartKind;
    expect(retention.build(syntheticInput({ lang: "en", error: 0.4, scenarios: 1 })).title).toMatch(/80 ± 32%/);
    expect(retention.build(syntheticInput({ lang: "en", error: 0.01, scenarios: 1 })).title).toMatch(/80\.4%/);
  });

  it("keep two scenarios of the same name apart", async () => {
    const input = syntheticInput({ lang: "en", name: () => "The same name" });
    const svg = await renderSvg((chartKinds[0] as ChartKind).build(input).spec);
    expect(svg).toContain("The same name (scenario-0)");
    expect(svg).toContain("The same name (scenario-1)");
  });

  it("become PNG of the width that is asked for", async () => {
    const svg = await renderSvg((chartKinds[0] as ChartKind).build(syntheticInput({ lang: "nb" })).spec);
    for (const width of [600, 1600]) {
      const png = Buffer.from(renderPng(svg, width));
      expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
      expect(png.readUInt32BE(16)).toBe(width);
    }
  });

  it("draw æ, ø, å and dashes, which a missing font would leave out", () => {
    const inked = (text: string): number => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text x="5" y="20" font-family="${fontFamily}" font-size="16">${text}</text></svg>`;
      const { pixels } = new Resvg(svg, {
        background: "white",
        font: { loadSystemFonts: false, fontFiles: [...fontFiles()], defaultFontFamily: fontFamily },
      }).render();
      return pixels.filter((value, i) => i % 4 === 0 && value < 128).length;
    };
    expect(inked("")).toBe(0);
    for (const letter of ["æ", "ø", "å", "Æ", "Ø", "Å", "–", "±", "−"])
      expect(inked(letter), letter).toBeGreaterThan(5);
  });
});

describe("the page about charts", () => {
  it("names every kind, in the order of the report, and no other", () => {
    const page = readFileSync(new URL("../../../docs/charts.md", import.meta.url), "utf8");
    const named = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
    expect(named).toEqual(chartKinds.map(({ id }) => id));
  });
});

describe("the same chart as PDF", () => {
  it("has the same bytes twice", async () => {
    const svg = await renderSvg((chartKinds[0] as ChartKind).build(syntheticInput({ lang: "nb" })).spec);
    expect(Buffer.from(await renderPdf(svg))).toEqual(Buffer.from(await renderPdf(svg)));
  });

  it("is refused for what has no size", async () => {
    await expect(renderPdf("<p>not a picture</p>")).rejects.toThrow("the picture has no size");
  });
});

describe("the budget bridge", () => {
  it("adds up: the first budget and all lines give the second", () => {
    const bridge = chartKinds.find(({ id }) => id === "budget-bridge") as ChartKind;
    const { rows } = bridge.build(syntheticInput({ lang: "en" }));
    const amounts = rows.map((row) => Number(row["million kroner"]));
    const last = amounts.pop() ?? 0;
    expect(amounts.reduce((a, b) => a + b, 0)).toBeCloseTo(last, 6);
    expect(rows.map(({ line }) => line)).not.toContain("frame-grant");
  });
});

describe("the back-test", () => {
  it("counts only what the model was not fitted to", () => {
    const rows = syntheticInput({ lang: "en" }).backtest ?? [];
    expect(backtestChart(rows, { lang: "en" }).title).toMatch(/^4 of 5 observations/);
    const fitted = rows.filter(({ role }) => role === "calibrated");
    expect(backtestChart(fitted, { lang: "en" }).title).toMatch(/does not test/);
  });
});

describe("a picture's texts", () => {
  const picture = (inside: string): string => `<svg width="100" height="40">${inside}</svg>`;
  const text = (x: number, y: number, words: string): string =>
    `<text text-anchor="start" transform="translate(${x},${y})" font-size="11px">${words}</text>`;

  it("are found where they are: one that leaves, two that meet, a turned one, a second line", () => {
    expect(textTroubles(svgTexts(picture(text(5, 20, "fits"))))).toEqual([]);
    expect(textTroubles(svgTexts(picture(text(90, 20, "leaves")))).join()).toMatch(/leaves the picture/);
    expect(textTroubles(svgTexts(picture(text(5, 20, "one") + text(15, 22, "two")))).join()).toMatch(/lies over/);
    const [turned] = svgTexts(
      picture(`<g transform="translate(50,30)"><text transform="rotate(-90)" font-size="11px">up</text></g>`),
    ).texts;
    expect((turned?.bottom ?? 0) - (turned?.top ?? 0)).toBeGreaterThan((turned?.right ?? 0) - (turned?.left ?? 0));
    const lines = svgTexts(
      picture(
        `<text transform="translate(0,10)" font-size="11px"><tspan>one</tspan><tspan x="0" dy="13">two</tspan></text>`,
      ),
    ).texts;
    expect((lines[1]?.top ?? 0) - (lines[0]?.top ?? 0)).toBeCloseTo(13, 9);
  });
});

describe("a table of rows", () => {
  it("quotes what needs it and disarms what a spreadsheet would run", () => {
    expect(
      rowsToCsv([
        { name: 'a "b", c', value: 1.5 },
        { name: "=cmd()", value: null },
      ]),
    ).toBe('name,value\n"a ""b"", c",1.5\n\'=cmd(),\n');
  });
});
