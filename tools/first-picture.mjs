// Draw the picture at the top of the README from a real run: node tools/first-picture.mjs [RUN]
// Without a run directory it runs the main job first. The picture is the chart of participants by setting, in English.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";

const picture = "docs/images/first.svg";
const program = join(root, "packages/cli/bin/tiltak.js");

let folder = process.argv[2];
if (folder === undefined) {
  const outcome = await run(["node", "tools/start.mjs", "--lang", "en"], { show: true });
  folder = (outcome.output.trimEnd().split("\n").at(-1) ?? "").replace(/[\\/]report\.html$/, "");
  if (outcome.code !== 0 || !existsSync(folder)) throw new Error("the main job left no run");
}
mkdirSync(join(root, "docs/images"), { recursive: true });
const drawn = await run(
  ["node", program, "chart", folder, "participants", "--lang", "en", "--out", join(root, picture)],
  {
    show: true,
  },
);
if (drawn.code !== 0) process.exit(1);
process.stdout.write(`${picture}\n`);
