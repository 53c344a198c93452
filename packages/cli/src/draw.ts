// From a finished run to files: every chart as Vega-Lite, SVG and the rows behind it, and the report.

import { access } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, readParquet, writeAtomically } from "@tiltak/sim-core/node";
import {
  type ChartInput,
  type ChartSpec,
  chartKinds,
  described,
  type EnterpriseChange,
  renderSvg,
  rowsToCsv,
} from "./charts/index.ts";
import type { Lang } from "./commands/texts.ts";
import { buildReport, printPdf } from "./report/index.ts";
import type { FinishedRun } from "./run-folder.ts";

/** What charts are drawn from, for files of their own and for the report alike: one run has one set of pictures. */
export async function chartInputOf(run: FinishedRun, lang: Lang): Promise<ChartInput> {
  const { estimates, scenarios, drivers = [], registers = {} } = run;
  const enterprises = await enterprisesOf(run.folder);
  const ownRegisters = (["enterprises", "municipalities"] as const).filter((kind) => registers[kind] !== undefined);
  return {
    estimates,
    scenarios,
    drivers,
    lang,
    ...(enterprises === undefined ? {} : { enterprises }),
    ...(run.bySize === undefined ? {} : { bySize: run.bySize }),
    ...(ownRegisters.length === 0 ? {} : { ownRegisters }),
  };
}

const enterpriseColumns = [
  "scenario",
  "size-class",
  "revenue-before",
  "change-mean",
  "state-subsidy-before",
  "municipal-subsidy-before",
] as const;

/** Read what each enterprise lost or won; undefined where the run did not keep single enterprises. */
async function enterprisesOf(folder: string): Promise<readonly EnterpriseChange[] | undefined> {
  const path = join(folder, "enterprises.parquet");
  const missing = await access(path).then(
    () => false,
    () => true,
  );
  if (missing) return undefined;
  const file = await readParquet(path);
  const found: EnterpriseChange[] = [];
  await file.read(enterpriseColumns, 0, file.rows, ([scenarios, sizes, before, changes, state, municipal]) => {
    for (let i = 0; i < (scenarios?.length ?? 0); i++) {
      const revenue = Number(before?.[i] ?? Number.NaN);
      const change = Number(changes?.[i] ?? Number.NaN);
      // Where a count is small, what would tell it is not there, and the enterprise is in no class of dependence.
      const subsidyShare = (Number(state?.[i] ?? Number.NaN) + Number(municipal?.[i] ?? Number.NaN)) / revenue;
      if (!Number.isFinite(change)) continue;
      const size = String(sizes?.[i] ?? "")
        .replace(/^0-/, "<")
        .replace(/ MNOK$/, "");
      found.push({ scenario: String(scenarios?.[i]), size, subsidyShare, change });
    }
  });
  return found;
}

const pictures = new WeakMap<FinishedRun, Map<string, Promise<string>>>();

/** Draw a chart of a run. The run's folder and its report hold the same pictures: each is drawn once. */
function drawnOnce(run: FinishedRun, spec: ChartSpec): Promise<string> {
  const known = pictures.get(run) ?? new Map<string, Promise<string>>();
  pictures.set(run, known);
  const key = JSON.stringify(spec);
  const svg = known.get(key) ?? renderSvg(spec);
  known.set(key, svg);
  return svg;
}

/** Write all charts that the run has rows for: specification, picture and data. */
export async function writeCharts(run: FinishedRun, folder: string, lang: Lang): Promise<void> {
  await makeFolder(folder);
  const input = await chartInputOf(run, lang);
  for (const kind of chartKinds) {
    if (!kind.applies(input)) continue;
    const { spec, rows, alt } = kind.build(input);
    await writeAtomically(join(folder, `${kind.id}.vl.json`), [`${JSON.stringify(spec, null, 2)}\n`]);
    await writeAtomically(join(folder, `${kind.id}.svg`), [described(await drawnOnce(run, spec), alt)]);
    await writeAtomically(join(folder, `${kind.id}.csv`), [rowsToCsv(rows)]);
  }
}

/** Write the report on a run: HTML, or PDF where the file's name ends so. */
export async function writeReport(run: FinishedRun, file: string, lang: Lang): Promise<void> {
  const { conditions = [], claims = [], varianceShares = [] } = run;
  const print = file.toLowerCase().endsWith(".pdf");
  const html = await buildReport({
    ...(await chartInputOf(run, lang)),
    run,
    varianceShares,
    conditions,
    claims,
    print,
    draw: (spec) => drawnOnce(run, spec),
  });
  await writeAtomically(file, [print ? await printPdf(html) : html]);
}
