// Build, then run the examples: node tools/examples.mjs [NAME ...] [--write]
// Prints what they print; with --write the output becomes their expected.txt.

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";
import { build, install } from "./setup.mjs";

await install({ show: true });
const built = await build();
if (built.code !== 0) {
  process.stderr.write(built.output);
  process.exit(1);
}
const named = process.argv.slice(2).filter((name) => name !== "--write");
const folder = join(root, "examples");
const all = readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));
const unknown = named.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No example is called ${unknown.join(", ")}. There are: ${all.join(", ")}.\n`);
  process.exit(2);
}
for (const name of named.length > 0 ? named : all) {
  const outcome = await run(["node", join(folder, "dist", name, "main.js")], {
    cwd: join(folder, name),
    limitSeconds: 120,
  });
  process.stdout.write(`--- ${name} ---\n${outcome.output}`);
  if (outcome.code !== 0) process.exitCode = 1;
  else if (process.argv.includes("--write")) writeFileSync(join(folder, name, "expected.txt"), outcome.output);
}
