// Every kind of chart from the rows of a real run: the model reports what charts are drawn from, under the names they ask for.

import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chartKinds, renderSvg } from "../src/charts/index.ts";
import { chartInputOf } from "../src/draw.ts";
import type { FinishedRun } from "../src/run-folder.ts";
import { smallRun, temporaryFolder } from "./support/small-run.ts";
import { svgTexts, textTroubles } from "./support/svg-text.ts";

const folder = temporaryFolder();
let run: FinishedRun;
beforeAll(async () => {
  run = await smallRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Kinds drawn from what a comparison does not make: a back-test. */
const beside: readonly string[] = ["back-test"];

describe.each(chartKinds.map((kind) => [kind.id, kind] as const))("the chart %s of a run", (id, kind) => {
  it.each(["nb", "en"] as const)(
    "in %s has rows, is drawn without a warning and keeps its texts apart",
    async (lang) => {
      const input = await chartInputOf(run, lang);
      expect(kind.applies(input)).toBe(!beside.includes(id));
      if (beside.includes(id)) return;
      const { spec, title, alt, rows } = kind.build(input);
      expect(rows.length).toBeGreaterThan(0);
      const svg = await renderSvg(spec);
      for (const text of [title, alt, svg])
        expect(text).not.toMatch(/NaN|undefined|Infinity|(?<!over )\bnull\b|\[object/);
      expect(textTroubles(svgTexts(svg))).toEqual([]);
    },
  );
});
