// Run the property tests N times: node tools/repeat-properties.mjs N
// Each time fast-check takes a fresh seed and prints that of a failure, so each round looks at other inputs. A battery.

import { installed, run } from "./lib/shell.mjs";

const rounds = Number(process.argv[2]);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write("node tools/repeat-properties.mjs N: N is a whole number from 1\n");
  process.exit(2);
}
let failed = 0;
for (let round = 1; round <= rounds; round++) {
  const env = { ...process.env, TILTAK_FRESH_SEEDS: "1" };
  const outcome = await run([...installed("vitest"), "run", "/test/properties/"], { limitSeconds: 900, env });
  const passed = outcome.code === 0;
  process.stdout.write(`round ${round}: ${passed ? "passed" : "FAILED"} in ${outcome.seconds.toFixed(0)} s\n`);
  if (!passed) {
    failed++;
    process.stdout.write(outcome.output);
  }
}
process.stdout.write(`${rounds - failed} rounds passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
