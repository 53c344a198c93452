// The report: one file that opens offline, whole in both languages, and safe with names from strangers.

import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chartKinds } from "../src/charts/index.ts";
import { chartInputOf, writeReport } from "../src/draw.ts";
import { columnNames } from "../src/report/columns.ts";
import { buildReport } from "../src/report/index.ts";
import type { FinishedRun } from "../src/run-folder.ts";
import { smallRun, temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
let run: FinishedRun;
beforeAll(async () => {
  run = await smallRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The report on the run, written once for each language. */
const written = new Map<string, string>();
async function report(lang: "nb" | "en"): Promise<string> {
  const html = written.get(lang) ?? (await writeAnew(lang));
  written.set(lang, html);
  return html;
}

async function writeAnew(lang: "nb" | "en", of: FinishedRun = run): Promise<string> {
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

  it("names every column of the data behind a chart in its language, and writes years as years", async () => {
    const input = await chartInputOf(run, lang);
    const keys = chartKinds
      .filter((kind) => kind.applies(input))
      .flatMap((kind) => kind.build(input).rows.flatMap((row) => Object.keys(row)));
    expect([...new Set(keys)].filter((key) => key !== "order" && columnNames[key] === undefined)).toEqual([]);
    const html = await report(lang);
    expect(html).toContain(`<th scope="col" class="number">${lang === "nb" ? "gjennomsnitt" : "mean"}</th>`);
    expect(html).toContain('<td class="number">2028</td>');
    expect(html).not.toMatch(/<td class="number">2[\u00a0,]028<\/td>/);
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

  it("has what a meeting asks for, in this order", async () => {
    const html = await report(lang);
    const ids = [...html.matchAll(/<h2 id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids).toEqual([
      ...[
        "question",
        "answer",
        "key-figures",
        "why",
        "who-pays",
        "rests-on",
        "charts",
        "differences",
        "changes",
        "claims",
      ],
      ...["levels", "uncertainty", "assumptions", "limits", "again"],
    ]);
    expect(html.match(/<ul class="cards">.*?<\/ul>/s)?.[0].match(/<li>/g)).toHaveLength(4);
    expect(html).toContain("npx tiltak compare baseline full-scale-transfer");
    expect(html).toMatch(
      lang === "nb" ? /Grunnen, alle årene samlet|kan ikke skilles/ : /The reason, all years|cannot be told/,
    );
  });

  it("forbids every request and every script but its own", async () => {
    const html = await report(lang);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll("&#39;", "'") ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*|script-src[^;]*unsafe-inline/);
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? "");
    expect(scripts).toHaveLength(2);
    for (const text of scripts) expect(policy).toContain(createHash("sha256").update(text).digest("base64"));
    // The licence goes along with what it covers.
    expect(scripts[0]).toMatch(/Redistributions in binary form must reproduce the above copyright/);
  });

  it("runs nothing and folds nothing away on paper", async () => {
    const html = await buildReport({ ...(await chartInputOf(run, lang)), run, varianceShares: [], print: true });
    expect(html).not.toMatch(/<script/);
    expect(html).not.toMatch(/<details>/);
    expect(html).toMatch(/<details open>/);
  });

  it("tells of a register on paper as on screen, its file's name made safe", async () => {
    const source = {
      file: "<b>mine</b>.csv",
      sha256: "0".repeat(64),
      rows: 41,
      imputed: 2,
      imputedFields: { salesNok: 2 },
    };
    const html = await buildReport({
      ...(await chartInputOf({ ...run, registers: { enterprises: source } }, lang)),
      run: { ...run, registers: { enterprises: source } },
      varianceShares: [],
      print: true,
    });
    expect(html).not.toContain("<b>mine");
    expect(html).toMatch(
      lang === "nb" ? /«&lt;b&gt;mine&lt;\/b&gt;\.csv» \(41 rader\)/ : /“&lt;b&gt;mine&lt;\/b&gt;\.csv” \(41 rows\)/,
    );
    expect(html).toContain(lang === "nb" ? "syntetiske registeret: salg (2)" : "synthetic register: sales (2)");
    expect(html).toContain(lang === "nb" ? "Bedriftene er fra eget register" : "Enterprises are from an own register");
  });

  it("is the same bytes twice", async () => {
    // A run of its own: what was drawn for one is not drawn again for the same.
    expect(await writeAnew(lang, { ...run })).toBe(await report(lang));
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
    const html = await writeAnew("en", { ...run, scenarios });
    expect(html).not.toContain("<script>alert");
    expect(html).not.toMatch(/<img src=x/);
    expect(html).toContain("&lt;script&gt;");
  });
});
