// Kill a study at N moments and resume each: node tools/kill/run.mjs [N]
// A third run in one thread, a third with two workers, a third are killed while a chunk is being written; every tenth is killed twice.

import { build } from "../setup.mjs";
import { killAndResume } from "./kill-sweep.mjs";

const kills = Number(process.argv[2] ?? 50);
const built = await build();
if (built.code !== 0) {
  process.stderr.write(built.output);
  process.exit(1);
}
const tenth = Math.max(1, Math.round(kills / 10));
const third = Math.floor((kills - tenth) / 3);
const all = [
  ...(await killAndResume(third)),
  ...(await killAndResume(third, { workers: 2 })),
  ...(await killAndResume(tenth, { twice: true })),
  ...(await killAndResume(kills - tenth - 2 * third, { inWrites: true })),
];
for (const { wanted, done, killed, torn, same } of all) {
  const how = killed ? `killed after ${done} runs${torn ? ", inside a write" : ""}` : "ended before the kill";
  process.stdout.write(`at ${(100 * wanted).toFixed(0)} %: ${how}; ${same ? "the same bytes" : "OTHER BYTES"}\n`);
}
const killed = all.filter((one) => one.killed).length;
const torn = all.filter((one) => one.torn).length;
process.stdout.write(
  `${all.length} studies, ${killed} killed, ${torn} of them inside a write, ${all.filter((one) => one.same).length} with the undisturbed bytes\n`,
);
process.exitCode = all.every((one) => one.same) && killed >= 0.9 * all.length ? 0 : 1;
