// Hold the random streams against TestU01: node tools/testu01/run.mjs small|medium [STREAM ...]
// small is SmallCrush (a minute a stream), medium is Crush (an hour or more). Without names all streams are tested, as many at a
// time as there are cores.
// Needs a C compiler and Debian's libtestu01-0-dev; says so and tests nothing where they are missing.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../lib/shell.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const all = ["interleaved", "neighbours", "replications", "within", "low", "sequential"];
const [size = "small", ...names] = process.argv.slice(2);
const unknown = names.filter((name) => !all.includes(name));
if ((size !== "small" && size !== "medium") || unknown.length > 0) {
  process.stderr.write(`node tools/testu01/run.mjs small|medium [${all.join("|")} ...]\n`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "testu01-"));
try {
  const program = join(folder, "battery");
  const libraries = ["-ltestu01", "-ltestu01probdist", "-ltestu01mylib", "-lm"];
  const compiled = await run([
    "cc",
    "-O2",
    "-I/usr/include/testu01",
    "-o",
    program,
    join(here, "battery.c"),
    ...libraries,
  ]);
  if (compiled.code !== 0) {
    process.stdout.write(
      "not run: needs a C compiler and TestU01 (apt-get install gcc libtestu01-0-dev, Debian's non-free)\n",
    );
  } else {
    const waiting = names.length > 0 ? names : [...all];
    const lane = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        if (!(await passes(program, name))) process.exitCode = 1;
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, lane));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Feed one stream to the battery and pass its report on.
 *
 * @param {string} program the compiled battery
 * @param {string} name the stream
 * @returns {Promise<boolean>} whether no statistic failed
 */
async function passes(program, name) {
  const started = Date.now();
  const words = spawn(process.execPath, [join(here, "words.mjs"), name], { stdio: ["ignore", "pipe", "inherit"] });
  const battery = spawn(program, [name, size], { stdio: [words.stdout, "pipe", "inherit"] });
  words.stdout.destroy();
  // Whole reports: several streams are tested at a time.
  let report = "";
  battery.stdout.setEncoding("utf8").on("data", (text) => {
    report += text;
  });
  const code = await new Promise((resolve, reject) => {
    battery.on("error", reject);
    battery.on("close", resolve);
  });
  words.kill();
  process.stdout.write(`${report}  (${((Date.now() - started) / 1000).toFixed(0)} s)\n`);
  return code === 0;
}
