// From a finished run to files: every chart as Vega-Lite, SVG and the rows behind it, and the report.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { VarianceShare } from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";
import { type ChartInput, chartKinds, renderSvg, rowsToCsv } from "./charts/index.ts";
import type { Lang } from "./commands/texts.ts";
import { buildReport, printPdf } from "./report/index.ts";
import type { FinishedRun } from "./run-folder.ts";

/** What charts are drawn from. */
export function chartInput(run: FinishedRun, lang: Lang, greyscale = false): ChartInput {
  const { estimates, scenarios, drivers = [] } = run;
  return { estimates, scenarios, drivers, lang, greyscale };
}

/** Write all charts that the run has rows for: specification, picture and data. */
export async function writeCharts(run: FinishedRun, folder: string, lang: Lang): Promise<void> {
  await mkdir(folder, { recursive: true });
  const input = chartInput(run, lang);
  for (const kind of chartKinds) {
    if (!kind.applies(input)) continue;
    const { spec, rows } = kind.build(input);
    await writeAtomically(join(folder, `${kind.id}.vl.json`), [`${JSON.stringify(spec, null, 2)}\n`]);
    await writeAtomically(join(folder, `${kind.id}.svg`), [await renderSvg(spec)]);
    await writeAtomically(join(folder, `${kind.id}.csv`), [rowsToCsv(rows)]);
  }
}

/** Write the report on a run: HTML, or PDF where the file's name ends so. */
export async function writeReport(
  run: FinishedRun,
  file: string,
  lang: Lang,
  varianceShares: readonly VarianceShare[] = run.varianceShares ?? [],
): Promise<void> {
  const { conditions = [], claims = [] } = run;
  const print = file.toLowerCase().endsWith(".pdf");
  const html = await buildReport({ ...chartInput(run, lang), run, varianceShares, conditions, claims, print });
  await writeAtomically(file, [print ? await printPdf(html) : html]);
}
