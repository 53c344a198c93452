// tiltak chart: one chart of a run, as specification, SVG or PNG by the file's ending.

import { extname, resolve } from "node:path";
import { InputError, nearestName, type Problem } from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";
import { chartKinds, renderPng, renderSvg } from "../charts/index.ts";
import { chartInput } from "../draw.ts";
import { readRun } from "../run-folder.ts";
import { makeParent } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";

const endings = [".json", ".svg", ".png"];

/** Draw a chart into a file and print the file's name. */
export async function chart(
  folder: string,
  kindId: string,
  flags: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<void> {
  const problems: Problem[] = [];
  const kind = chartKinds.find(({ id }) => id === kindId);
  if (kind === undefined) {
    const ids = chartKinds.map(({ id }) => id);
    const nearest = nearestName(kindId, ids);
    problems.push({
      path: "kind",
      message: "there is no such chart",
      found: JSON.stringify(kindId),
      allowed: ids.join(", "),
      ...(nearest === undefined ? {} : { nearest }),
    });
  }
  const out = flags.out === undefined ? `${kindId}.svg` : String(flags.out);
  const ending = extname(out).toLowerCase();
  if (!endings.includes(ending)) {
    problems.push({
      path: "--out",
      message: "has an ending that is not drawn",
      found: out,
      allowed: ".vl.json, .svg, .png",
    });
  }
  const width = flags.width === undefined ? 1600 : Number(flags.width);
  if (!(Number.isInteger(width) && width >= 100 && width <= 10_000)) {
    problems.push({ path: "--width", message: "is not allowed", found: String(flags.width), allowed: "100 to 10000" });
  }
  if (problems.length > 0 || kind === undefined) throw new InputError(problems);
  const run = await readRun(folder);
  const input = chartInput(run, terminal.lang, flags.grey === true);
  if (!kind.applies(input)) {
    throw new InputError([{ path: "kind", message: "this run has no rows for the chart", found: kindId }]);
  }
  const { spec } = kind.build(input);
  const file = resolve(out);
  await makeParent(file);
  if (ending === ".json") await writeAtomically(file, [`${JSON.stringify(spec, null, 2)}\n`]);
  else {
    const svg = await renderSvg(spec);
    await writeAtomically(file, [ending === ".svg" ? svg : await renderPng(svg, width)]);
  }
  terminal.print(file);
}
