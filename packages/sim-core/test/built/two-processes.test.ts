// Two processes on one directory do not harm each other: one works, the other is told who does, and the bytes are those of one alone.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-two-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const script = fileURLToPath(new URL("../support/run-in-directory.mjs", import.meta.url));
const dist = new URL("../../dist/", import.meta.url).href;

interface Ended {
  readonly child: ChildProcess;
  readonly done: boolean;
  readonly said: string;
}

function run(directory: string, started: (child: ChildProcess) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, dist, directory, "100"], { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    let said = "";
    child.stdout.on("data", (text: Buffer) => {
      if (told === "") started(child);
      told += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
    });
    child.on("error", reject);
    child.on("exit", () => resolve({ child, done: told.endsWith("done\n"), said }));
  });
}

test("of processes that begin together in one directory one works, and the others say which one it is", async () => {
  const alone = join(folder, "alone");
  expect((await run(alone)).done).toBe(true);
  const directory = join(folder, "shared");
  const all = await Promise.all([run(directory), run(directory), run(directory)]);
  const worked = all.filter(({ done }) => done);
  // One that begins when another has just ended finds everything done.
  expect(worked.length).toBeGreaterThanOrEqual(1);
  for (const { done, said } of all) {
    if (done) continue;
    expect(said).toContain("store-locked");
    expect(all.some(({ child }) => said.includes(`is in use by process ${child.pid} `))).toBe(true);
  }
  const bytes = await readFile(join(directory, "estimates.json"), "utf8");
  expect(bytes).toBe(await readFile(join(alone, "estimates.json"), "utf8"));
}, 120_000);

test("one that comes while another is stopped in the middle of its work is refused, and takes over when that one is killed", async () => {
  const directory = join(folder, "shared");
  let first: ChildProcess | undefined;
  const begun = new Promise<void>((resolve) => {
    void run(directory, (child) => {
      first = child;
      child.kill("SIGSTOP");
      resolve();
    });
  });
  await begun;
  try {
    const second = await run(directory);
    expect(second.done).toBe(false);
    expect(second.said).toContain(`is in use by process ${first?.pid} `);
  } finally {
    first?.kill("SIGKILL");
  }
  await new Promise((resolve) => first?.once("exit", resolve));
  expect((await run(directory)).done).toBe(true);
}, 120_000);
