// tiltak chart: one chart of a run, or all of them, as specification, SVG, PNG or PDF by the file's ending, with the rows behind
// it as CSV beside it.

import { readFile } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { InputError, nearestNote, type Problem } from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";
import {
  type BacktestRow,
  type ChartInput,
  type ChartKind,
  chartKinds,
  described,
  renderPdf,
  renderPng,
  renderSvg,
  rowsToCsv,
} from "../charts/index.ts";
import { chartInputOf } from "../draw.ts";
import { readRun } from "../run-folder.ts";
import { makeParent } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import { chartRows } from "./validate.ts";

/** Endings by which a file says what it is to be. */
const endings = [".json", ".svg", ".png", ".pdf"] as const;
type Ending = (typeof endings)[number];

const everything = "all";
/** Pixels to which a picture is laid out; a wider PNG is the same layout enlarged by half. */
const mostLaidOut = 800;
const enlargement = 1.5;

/** What was asked for, understood. */
interface Order {
  readonly kinds: readonly ChartKind[];
  /** File of one chart, or folder of all. */
  readonly out: string;
  readonly ending: Ending;
  readonly width: number | undefined;
  readonly grey: boolean;
}

/** Draw a chart into a file, or all charts into a folder, and print the names of the files. */
export async function chart(
  folder: string,
  kindId: string,
  flags: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<void> {
  const order = understood(kindId, flags);
  const input = await inputOf(folder, kindId, terminal, order);
  for (const kind of order.kinds) {
    if (!kind.applies(input)) {
      if (kindId === everything) continue;
      throw new InputError([{ path: "kind", message: "this run has no rows for the chart", found: kindId }]);
    }
    const file =
      kindId === everything
        ? join(order.out, `${kind.id}${order.ending === ".json" ? ".vl.json" : order.ending}`)
        : order.out;
    await makeParent(file);
    await draw(kind, input, file, order);
    terminal.print(file);
  }
}

/** What the charts are drawn from: a run, or the folder of a back-test. */
async function inputOf(folder: string, kindId: string, terminal: Terminal, order: Order): Promise<ChartInput> {
  const { lang } = terminal;
  const look = { greyscale: order.grey, ...(order.width === undefined ? {} : { width: layoutWidth(order) }) };
  const backtest = await backtestOf(folder);
  const alone = order.kinds.length === 1 && order.kinds[0]?.id === "back-test";
  if (backtest !== undefined && (alone || kindId === everything)) {
    return {
      estimates: { schema: "tiltak.estimates/1", seed: "", estimates: [], differences: [] },
      scenarios: [],
      backtest,
      lang,
      ...look,
    };
  }
  return { ...(await chartInputOf(await readRun(folder), lang)), ...look };
}

/** Read the rows of a back-test that `tiltak validate` left in a folder; undefined where there is none. */
async function backtestOf(folder: string): Promise<readonly BacktestRow[] | undefined> {
  const text = await readFile(join(folder, "validation.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : chartRows(JSON.parse(text));
}

function layoutWidth({ width = 0, ending }: Order): number {
  return ending === ".png" && width > mostLaidOut ? Math.max(mostLaidOut, Math.round(width / enlargement)) : width;
}

async function draw(kind: ChartKind, input: ChartInput, file: string, { ending, width }: Order): Promise<void> {
  const { spec, rows, title, alt } = kind.build(input);
  const stem = join(file, "..", basename(file).replace(/(\.vl)?\.[^.]+$/, ""));
  await writeAtomically(`${stem}.csv`, [rowsToCsv(rows)]);
  if (ending === ".json") return await writeAtomically(file, [`${JSON.stringify(spec, null, 2)}\n`]);
  const svg = await renderSvg(spec);
  if (ending === ".svg") return await writeAtomically(file, [described(svg, alt)]);
  if (ending === ".pdf") return await writeAtomically(file, [await renderPdf(svg, { title, lang: input.lang })]);
  await writeAtomically(file, [renderPng(svg, width ?? 1600)]);
}

/** Understand what was written, or tell all that is wrong with it. */
function understood(kindId: string, flags: Readonly<Record<string, unknown>>): Order {
  const problems: Problem[] = [];
  const kinds = kindId === everything ? chartKinds : chartKinds.filter(({ id }) => id === kindId);
  if (kinds.length === 0) {
    const ids = [...chartKinds.map(({ id }) => id), everything];
    problems.push({
      path: "kind",
      message: "there is no such chart",
      found: JSON.stringify(kindId),
      allowed: ids.join(", "),
      ...nearestNote(kindId, ids),
    });
  }
  const all = kindId === everything;
  const out = flags.out === undefined ? (all ? "charts" : `${kindId}.svg`) : String(flags.out);
  const as =
    flags.as === undefined ? undefined : `.${String(flags.as).replace(/^\./, "").replace(/^vl\./, "").toLowerCase()}`;
  const written = all ? (as ?? ".png") : extname(out).toLowerCase();
  const ending = endings.find((one) => one === written);
  if (ending === undefined) {
    problems.push({
      path: all ? "--as" : "--out",
      message: all ? "is not allowed" : "has an ending that is not drawn",
      found: JSON.stringify(all ? flags.as : out),
      allowed: all ? "png, svg, pdf, json" : ".vl.json, .svg, .png, .pdf",
    });
  }
  if (as !== undefined && !all)
    problems.push({
      path: "--as",
      message: "is for all charts; one chart is drawn by the ending of --out",
      found: String(flags.as),
    });
  const width = flags.width === undefined ? (ending === ".png" ? 1600 : undefined) : Number(flags.width);
  if (width !== undefined && !(Number.isInteger(width) && width >= 400 && width <= 4000)) {
    const allowed = "a whole number from 400 to 4000";
    problems.push({ path: "--width", message: "is not allowed", found: JSON.stringify(flags.width), allowed });
  }
  if (problems.length > 0 || ending === undefined) throw new InputError(problems);
  return { kinds, out: resolve(out), ending, width, grey: flags.grey === true };
}
