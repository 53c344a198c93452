// The gallery of charts: every kind, from the rows of a real run, in both languages, in colour and in grey.

import { rmSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fontFamily, fontFiles } from "../src/charts/font-metrics.ts";
import { type ChartInput, type ChartKind, chartKinds, renderPng, renderSvg, rowsToCsv } from "../src/charts/index.ts";
import { chartInput } from "../src/draw.ts";
import type { FinishedRun } from "../src/run-folder.ts";
import { smallRun, temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
let run: FinishedRun;
beforeAll(async () => {
  run = await smallRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The run as charts see it, with the longest names that the catalogue could hold. */
function withLongNames(input: ChartInput): ChartInput {
  const long = "Fullt kommunalt ansvar med kjøp av plasser fra skjermede virksomheter og felles jobbspesialister";
  return {
    ...input,
    scenarios: input.scenarios.map((scenario, i) => ({
      ...scenario,
      title: { nb: `${long} ${i}`, en: `${long} ${i}` },
    })),
  };
}

/** Count the pixels on the edge of a picture that are not white: a text that leaves the picture would colour some. */
function colouredEdge(svg: string): number {
  const { pixels, width, height } = new Resvg(svg, {
    background: "white",
    font: { loadSystemFonts: false, fontFiles: [...fontFiles()], defaultFontFamily: fontFamily },
  }).render();
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : width - 1) {
      const at = 4 * (y * width + x);
      if (pixels[at] !== 255 || pixels[at + 1] !== 255 || pixels[at + 2] !== 255) count++;
    }
  }
  return count;
}

const kinds = chartKinds.map((kind) => [kind.id, kind] as const);
const looks = (["nb", "en"] as const).flatMap((lang) => [false, true].map((grey) => [lang, grey] as const));

describe.each(kinds)("the chart %s", (_, kind) => {
  it("has rows in this run", () => {
    expect(kind.applies(chartInput(run, "en"))).toBe(true);
  });

  it.each(looks)(
    "in %s, grey %s, is drawn without a warning, says its finding and describes itself",
    async (lang, grey) => {
      const { spec, rows, title, alt } = kind.build(chartInput(run, lang, grey));
      expect(rows.length).toBeGreaterThan(0);
      expect(title.length).toBeGreaterThan(15);
      expect(alt.length).toBeGreaterThan(30);
      const svg = await renderSvg(spec);
      for (const text of [title, alt, svg]) expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(svg).toContain(lang === "nb" ? "Kilde: Tiltak" : "Source: Tiltak");
      expect(colouredEdge(svg)).toBe(0);
    },
  );

  it("keeps the longest names inside the picture", async () => {
    const svg = await renderSvg(kind.build(withLongNames(chartInput(run, "nb"))).spec);
    expect(colouredEdge(svg)).toBe(0);
  });

  it("gives its data as CSV with one line for each row", () => {
    const { rows } = kind.build(chartInput(run, "nb"));
    const lines = rowsToCsv(rows).trimEnd().split("\n");
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines.join()).not.toMatch(/NaN|undefined/);
  });
});

describe("all charts", () => {
  it("have bytes that do not depend on what was drawn before", async () => {
    const draw = async (i: number): Promise<string> => {
      const kind = chartKinds[i % chartKinds.length];
      return kind === undefined ? "" : await renderSvg(kind.build(chartInput(run, "nb")).spec);
    };
    const alone = [];
    for (let i = 0; i < chartKinds.length; i++) alone.push(await draw(i));
    for (let i = chartKinds.length - 1; i >= 0; i--) expect(await draw(i)).toBe(alone[i]);
  });

  it("are told in grey by lightness alone", async () => {
    for (const [, kind] of kinds) {
      const svg = await renderSvg(kind.build(chartInput(run, "en", true)).spec);
      const colours = [...svg.matchAll(/(?:fill|stroke)="#([0-9a-f]{6})"/gi)].map((match) => match[1] ?? "");
      const coloured = colours.filter((c) => c.slice(0, 2) !== c.slice(2, 4) || c.slice(2, 4) !== c.slice(4, 6));
      expect([kind.id, ...new Set(coloured)]).toEqual([kind.id]);
    }
  });

  it("say how many runs stand behind their bands, also when the first measure is undefined in all", async () => {
    const banded = chartKinds.find(({ id }) => id === "participants") as ChartKind;
    const { estimates, ...rest } = chartInput(run, "en");
    const [first, ...others] = estimates.estimates.map((row, i) => (i === 0 ? { ...row, runs: 0 } : row));
    const rows = first === undefined ? others : [first, ...others];
    const svg = await renderSvg(banded.build({ ...rest, estimates: { ...estimates, estimates: rows } }).spec);
    expect(svg).toContain("(4 runs per");
  });

  it("become PNG of the width that is asked for", async () => {
    const svg = await renderSvg((chartKinds[0] as ChartKind).build(chartInput(run, "nb")).spec);
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
    for (const letter of ["æ", "ø", "å", "Æ", "Ø", "Å", "–", "±"]) expect(inked(letter), letter).toBeGreaterThan(5);
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
