// Say which batteries have a log that no longer speaks for the sources: node tools/stale.mjs
// Exit code 1 when any is stale, failed or never run; `npm test` prints the same lines and does not fail for them.

import { batteryLines } from "./battery.mjs";

const lines = batteryLines();
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = lines.every((line) => line.includes(": passed (")) ? 0 : 1;
