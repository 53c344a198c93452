// `npm start`: set up, build, and run the main job: compare the full-scale transfer with today's scheme, and leave a report.
// The last line is the path of the report. Further flags go to the program: npm start -- --replications 200 --lang en

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { root } from "./lib/shell.mjs";
import { build, install } from "./setup.mjs";

/** Enough for intervals worth reading; well inside four minutes on two cores. */
const replications = "60";

try {
  say("setting up (once; needs the network for packages)");
  await install({ show: true });
  say("building");
  const built = await build();
  if (built.code !== 0) throw new Error(`the build failed:\n${built.output}`);
  const further = process.argv.slice(2);
  const job = ["compare", "baseline", "full-scale-transfer"];
  if (!further.some((flag) => /^--(replications|precision)\b/.test(flag))) job.push("--replications", replications);
  const report = await runJob([...job, ...further]);
  process.stdout.write(`\n${report}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = process.exitCode || 1;
}

/**
 * Run the program, let its output through, and find the report that it names.
 *
 * @param {string[]} args
 * @returns {Promise<string>} absolute path
 * @throws {Error} when the program fails or names no report that exists
 */
function runJob(args) {
  say(`npx tiltak ${args.join(" ")}`);
  return new Promise((resolve, reject) => {
    const program = join(root, "packages/cli/bin/tiltak.js");
    const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ["inherit", "inherit", "pipe"] });
    let told = "";
    child.stderr.on("data", (chunk) => {
      told += chunk.toString("utf8");
      process.stderr.write(chunk);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      const named = [...told.matchAll(/: (.*report\.html)\s*$/gm)].at(-1)?.[1] ?? "";
      const report = isAbsolute(named) ? named : join(root, named);
      if (code !== 0) {
        process.exitCode = code ?? 1;
        reject(new Error(`tiltak ended with exit code ${code}`));
      } else if (named === "" || !existsSync(report)) reject(new Error("tiltak named no report"));
      else resolve(report);
    });
  });
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`[npm start] ${text}\n`);
}
