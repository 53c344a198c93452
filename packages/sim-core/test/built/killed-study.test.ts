// A study whose process is killed at any moment, inside a write too, goes on to the bytes of an undisturbed one.

import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const script = fileURLToPath(new URL("../support/run-in-directory.mjs", import.meta.url));
const dist = new URL("../../dist/", import.meta.url).href;

/** Run the study into a directory; kill it when it has told of so many replications, after so many turns of this process's loop. */
function run(
  directory: string,
  killAfter = Number.POSITIVE_INFINITY,
  turns = 0,
): Promise<{ puts: number; done: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, dist, directory, "100"], { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    let complaints = "";
    let killing = false;
    child.stdout.on("data", (text: Buffer) => {
      told += text.toString();
      if (killing || told.split("\n").length <= killAfter) return;
      killing = true;
      let left = turns;
      const wait = (): void => {
        left -= 1;
        if (left < 0) child.kill("SIGKILL");
        else setImmediate(wait);
      };
      wait();
    });
    child.stderr.on("data", (text: Buffer) => {
      complaints += text.toString();
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      const done = told.endsWith("done\n");
      if (!done && signal !== "SIGKILL") reject(new Error(`ended with ${code}: ${complaints}`));
      else resolve({ puts: told.split("\n").filter((line) => line === "put").length, done });
    });
  });
}

test("whatever the moments at which it is killed, it ends in the same bytes, and does not begin afresh", async () => {
  const undisturbed = join(folder, "undisturbed");
  await run(undisturbed);
  const expected = await readFile(join(undisturbed, "estimates.json"), "utf8");
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3000 })), {
        minLength: 1,
        maxLength: 3,
      }),
      async (kills) => {
        number += 1;
        const directory = join(folder, `killed-${number}`);
        for (const [after, turns] of kills) {
          if ((await run(directory, after, turns)).done) break;
        }
        await run(directory);
        expect(await readFile(join(directory, "estimates.json"), "utf8")).toBe(expected);
        const left = await readdir(join(directory, "observations"));
        expect(left.filter((name) => name.endsWith(".part"))).toEqual([]);
      },
    ),
    { numRuns: 3 },
  );
}, 240_000);

test("a killed study keeps what was written: the next one has less to do", async () => {
  const directory = join(folder, "run");
  await run(directory, 150);
  const { puts } = await run(directory);
  expect(puts).toBeLessThan(200 - 100);
}, 120_000);
