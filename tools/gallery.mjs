// Draw every chart of a run in both languages, in colour and grey, 600 and 1600 pixels wide, as PNG for somebody to look at:
// node tools/gallery.mjs RUN [DIR]      (DIR: gallery; needs the build)
// The files are DIR/<language>-<colour or grey>-<width>/<kind>.png, each with its rows as CSV beside it.

import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";

const [folder, out = "gallery"] = process.argv.slice(2);
if (folder === undefined) throw new Error("name a run directory: node tools/gallery.mjs RUN [DIR]");
const program = join(root, "packages/cli/bin/tiltak.js");
for (const lang of ["nb", "en"]) {
  for (const look of ["colour", "grey"]) {
    for (const width of ["600", "1600"]) {
      const to = join(out, `${lang}-${look}-${width}`);
      const drawn = await run([
        ...["node", program, "chart", folder, "all", "--out", to, "--lang", lang, "--width", width],
        ...(look === "grey" ? ["--grey"] : []),
      ]);
      if (drawn.code !== 0) {
        process.stdout.write(drawn.output);
        process.exit(1);
      }
      process.stdout.write(`${to}: ${drawn.output.trim().split("\n").length} charts\n`);
    }
  }
}
