// A study that meets the end of its disk, for real: the system lets no file grow beyond a size, wherever that cuts a write. What was
// kept stays whole, and the study goes on to the bytes of an undisturbed one. (A full file system: npm run battery:disk.)

import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../support/run-in-directory.mjs", import.meta.url));
const dist = new URL("../../dist/", import.meta.url).href;
let folder: string;
let expected: string;

/** Run the study into a directory, in a shell that lets no file grow beyond so many blocks of 512 bytes. */
function run(directory: string, blocks: number | "unlimited"): { readonly code: number | null; readonly said: string } {
  const { status, stderr } = spawnSync(
    "sh",
    ["-c", `ulimit -f ${blocks} && exec "$@"`, "sh", process.execPath, script, dist, directory, "60"],
    { encoding: "utf8" },
  );
  return { code: status, said: stderr };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-full-"));
  const directory = join(folder, "undisturbed");
  expect(run(directory, "unlimited").code).toBe(0);
  expected = await readFile(join(directory, "estimates.json"), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// The first chunk, the manifest, a line of the journal, the estimates: each is the first to be too large for one of these.
test.each([1, 3, 6, 8, 12])(
  "with files of at most %i blocks it says that the disk is full, and goes on when there is room",
  async (blocks) => {
    const directory = join(folder, `blocks-${blocks}`);
    const { code, said } = run(directory, blocks);
    expect(code).not.toBe(0);
    expect(said).toContain("store-full");
    const left = await readdir(directory, { recursive: true }).catch(() => []);
    expect(left.filter((name) => name.endsWith(".part"))).toEqual([]);
    const again = run(directory, "unlimited");
    expect(again.said).toBe("");
    expect(again.code).toBe(0);
    expect(await readFile(join(directory, "estimates.json"), "utf8")).toBe(expected);
  },
  60_000,
);
