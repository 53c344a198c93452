// What `tiltak check` and `tiltak explain` say of a scenario file: in order, and what it means.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Terminal } from "../terminal.ts";
import { checkScenario } from "./check-scenario.ts";
import { explain } from "./explain.ts";
import type { Lang } from "./texts.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A terminal that keeps what is printed. */
class Heard extends Terminal {
  readonly lines: string[] = [];
  constructor(lang: Lang) {
    super({ lang, quiet: true, color: false });
  }
  override print(text: string): void {
    this.lines.push(...text.split("\n"));
  }
}

const file = join(folder, "mine.yaml");
writeFileSync(
  file,
  `id: mine
extends: full-scale-transfer
title: Mine
parameters:
  transfer.share: 0.5
  transfer.phase-in-years: 4 years
  municipal.buy-back-share: pert(0, 0.4, 0.8)
  rate.vta-nok-per-place-month: { dated: { 2027-01-01: 18100, 2028-01-01: 18900 } }
`,
);

const checked = (lang: Lang): string => {
  const terminal = new Heard(lang);
  checkScenario(file, terminal);
  return terminal.lines.join("\n");
};

describe("tiltak check", () => {
  it("says that a file is in order, what it changes and what that means", () => {
    const text = checked("en");
    expect(text).toMatch(/^mine is in order\n2027-01-01, 10 years/);
    expect(text).toContain("Differs from full-scale-transfer:");
    expect(text).toContain("transfer.share: 1 -> 0.5  (Share of sheltered places transferred; share of places)");
    expect(text).toMatch(/buy-back-share: pert\(0, 0\.3, 0\.8\) -> pert\(0, 0\.4, 0\.8\) .*median 0\.4, 90 % between/);
  });

  it("shows dated values by their dates, only the new ones", () => {
    const text = checked("en");
    expect(text).toContain("rate.vta-nok-per-place-month: 2027-01-01: 18100, 2028-01-01: 18900  (");
  });

  it("says what was written without changing anything", () => {
    expect(checked("en")).toContain("transfer.phase-in-years: as the parent has it, so it changes nothing");
  });

  it("speaks Norwegian with Norwegian numbers", () => {
    expect(checked("nb")).toMatch(/mine er i orden[\s\S]*median 0,4, 90 % mellom 0,\d+ og 0,\d+/);
  });
});

describe("tiltak explain", () => {
  const explained = (reference: string, all: boolean, set: readonly string[] = []): string => {
    const terminal = new Heard("en");
    explain(reference, { set, format: "table", all }, terminal);
    return terminal.lines.join("\n");
  };

  it("shows a delivery model where a scenario can use it, and all of them when asked", () => {
    expect(explained("full-scale-transfer", false)).not.toContain("delivery.");
    const used = explained("full-scale-transfer", false, ["municipal.delivery-model.under-5000=nav-vtao"]);
    expect(used).toContain("delivery.nav-vtao.caseload");
    expect(used).not.toContain("delivery.indre-fosen.");
    expect(explained("full-scale-transfer", true)).toContain("delivery.indre-fosen.caseload");
  });

  it("names the municipalities of a scenario with what each rests on", () => {
    const text = explained("trial-2018-2021", false);
    expect(text).toMatch(
      /Øygarden: 38000 inhabitants; oygarden-mentors; 1300000 NOK per year; population-oygarden-2020/,
    );
    expect(text).toContain("the 5.2 million that remain, split equally among four");
  });
});
