// The report: one file that opens offline, whole in both languages, and safe with names from strangers.

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chartKinds } from "../src/charts/index.ts";
import { writeReport } from "../src/draw.ts";
import type { FinishedRun } from "../src/run-folder.ts";
import { smallRun, temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
let run: FinishedRun;
beforeAll(async () => {
  run = await smallRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function report(lang: "nb" | "en", of: FinishedRun = run): Promise<string> {
  const file = join(folder, `${lang}.html`);
  await writeReport(of, file, lang);
  return readFileSync(file, "utf8");
}

describe.each(["nb", "en"] as const)("the report in %s", (lang) => {
  it("is one document of its language, below 3 MB, that loads nothing from anywhere", async () => {
    const html = await report(lang);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain(`lang="${lang}"`);
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
    const loaded = [
      ...html.matchAll(
        /<(?:script|img|link|iframe|source|object|embed|image)\b[^>]*?\b(?:src|href|data)\s*=\s*"([^"]*)"/gi,
      ),
    ];
    expect(loaded.map((match) => match[1]).filter((address) => !/^(data:|#)/.test(address ?? ""))).toEqual([]);
    expect(html).not.toMatch(/@import|url\(\s*["']?https?:/i);
  });

  it("shows every chart of the run, each with a description", async () => {
    const html = await report(lang);
    const pictures = html.match(/<figure\b|<svg\b/g) ?? [];
    const shown = chartKinds.filter((kind) =>
      kind.applies({ estimates: run.estimates, scenarios: run.scenarios, lang }),
    );
    expect(pictures.length).toBeGreaterThanOrEqual(shown.length);
    // The words of the page and the data of its charts; not the code of the drawing library.
    expect(html.replaceAll(/<script>[\s\S]*?<\/script>/g, "")).not.toMatch(/NaN|undefined|\[object/);
  });

  it("leads every number it starts from to a source, or says that it is assumed", async () => {
    const html = await report(lang);
    for (const scenario of run.scenarios) {
      for (const { id, standing, sources } of Object.values(scenario.parameters)) {
        if (standing === "assumed") continue;
        expect(sources.length, id).toBeGreaterThan(0);
      }
    }
    expect(html).toContain("transfer.share");
    expect(html).toMatch(lang === "nb" ? /antatt|forutset/i : /assumed/i);
  });

  it("is the same bytes twice", async () => {
    expect(await report(lang)).toBe(await report(lang));
  });
});

describe("a name from a stranger", () => {
  it("stays text", async () => {
    const evil = '<script>alert("x")</script><img src=x onerror=alert(1)>';
    const scenarios = run.scenarios.map((scenario) => ({
      ...scenario,
      title: { nb: evil, en: evil },
      question: { nb: evil, en: evil },
    }));
    const html = await report("en", { ...run, scenarios });
    expect(html).not.toContain("<script>alert");
    expect(html).not.toMatch(/<img src=x/);
    expect(html).toContain("&lt;script&gt;");
  });
});
