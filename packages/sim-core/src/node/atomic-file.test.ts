// Folders on the way to a file: made with their parents, and refused in finite time where none can be.

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeFolder } from "./atomic-file.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-folders-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a folder", () => {
  it("is made with its parents, and once more without complaint", async () => {
    const deep = join(folder, "a/b/c");
    for (let i = 0; i < 2; i += 1) await makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it("is refused where a file is in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "store-not-a-folder" });
    await expect(makeFolder(join(folder, "file/below/it"))).rejects.toMatchObject({ code: "store-not-a-folder" });
  });

  it.runIf(platform() === "linux")("is refused where the file system takes none", async () => {
    await expect(makeFolder("/proc/none/below")).rejects.toMatchObject({ code: "store-unwritable" });
  });
});
