// A report on paper needs a browser: it is found by name, or its lack is told as what it is.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@tiltak/sim-core";
import { afterAll, describe, expect, it, vi } from "vitest";
import { findBrowser, printPdf } from "./pdf.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-browser-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the browser that prints", () => {
  it("is the one that TILTAK_CHROMIUM names, or the first on the path", () => {
    expect(findBrowser({ PATH: folder })).toBeUndefined();
    const chrome = join(folder, "google-chrome");
    writeFileSync(chrome, "");
    expect(findBrowser({ PATH: folder })).toBeUndefined();
    chmodSync(chrome, 0o755);
    expect(findBrowser({ PATH: folder })).toBe(chrome);
    expect(findBrowser({ PATH: folder, TILTAK_CHROMIUM: join(folder, "nowhere") })).toBeUndefined();
    expect(findBrowser({ PATH: "", TILTAK_CHROMIUM: chrome })).toBe(chrome);
  });

  it("is named as missing, with what to do", async () => {
    vi.stubEnv("TILTAK_CHROMIUM", join(folder, "nowhere"));
    const error = await printPdf("<p>").catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: "missing-tool",
      message: expect.stringMatching(/needs Chromium.*TILTAK_CHROMIUM/),
    });
  });

  it("is told of when it prints nothing", async () => {
    const broken = join(folder, "broken");
    writeFileSync(broken, "#!/bin/sh\necho out of order >&2\n");
    chmodSync(broken, 0o755);
    vi.stubEnv("TILTAK_CHROMIUM", broken);
    const error = await printPdf("<p>").catch((thrown: unknown) => thrown);
    vi.unstubAllEnvs();
    expect(error).toMatchObject({
      code: "missing-tool",
      message: expect.stringMatching(/printed no PDF.*out of order/s),
    });
  });
});
