import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SizeFigure, SizeResult } from "./by-size.ts";
import { readSizes, sizeBlocks, sizeCsv, sizeFileName, sizeNotes, sizeSentence } from "./size-table.ts";

const figure = (mean: number, halfWidth = 0.02): SizeFigure => ({ mean, halfWidth });
const row = (scenario: string, name: string, difference?: SizeFigure): SizeResult => ({
  scenario,
  row: name,
  enterprises: 12,
  change: figure(-0.25),
  ...(difference === undefined ? {} : { difference }),
  hardestHit: figure(-0.5),
  losingQuarter: figure(0.375),
  inDeficit: figure(3.5, 1.25),
  closed: figure(1.5, Number.NaN),
});
const results = [
  row("today", "<10"),
  row("today", "all"),
  row("moved", "<10", figure(-0.29, 0.03)),
  row("moved", "all", figure(-0.3)),
];
const titles = { a: "I dag", b: "Flyttet" };

describe("enterprises by size", () => {
  it("are read again from the file as they were written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tiltak-sizes-"));
    try {
      expect(await readSizes(folder)).toBeUndefined();
      writeFileSync(join(folder, sizeFileName), sizeCsv(results));
      const again = await readSizes(folder);
      expect(again?.map(({ scenario, row: name, enterprises }) => [scenario, name, enterprises])).toEqual(
        results.map(({ scenario, row: name, enterprises }) => [scenario, name, enterprises]),
      );
      expect(again?.[2]?.difference?.mean).toBe(-0.29);
      expect(again?.[2]?.difference?.halfWidth).toBeCloseTo(0.03, 10);
      expect(again?.[0]?.difference).toBeUndefined();
      expect(again?.[0]?.closed).toEqual({ mean: 1.5, halfWidth: Number.NaN });
      expect(sizeBlocks(again ?? [], "nb")).toEqual(sizeBlocks(results, "nb"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are told in one sentence where the run can tell it", () => {
    expect(sizeSentence(results, "moved", titles, "nb")).toBe(
      "Inntekten til tiltaksbedriftene er siste år i snitt 30 % (28 % ... 32 %) lavere med «Flyttet» enn med «I dag», for dem under 10 millioner kroner 29 % (26 % ... 32 %).".replaceAll(
        / (?=%)/g,
        "\u00a0",
      ),
    );
    expect(sizeSentence(results, "moved", titles, "en")).toContain("30% (28% ... 32%) lower under “Flyttet”");
  });

  it.each([
    ["nothing clear", figure(-0.01)],
    ["more than everything lost", figure(-0.8, 0.5)],
    ["no interval", figure(-0.3, Number.NaN)],
  ])("say nothing of %s", (_, difference) => {
    expect(sizeSentence([row("moved", "all", difference)], "moved", titles, "nb")).toBe("");
    expect(sizeSentence([], "moved", titles, "nb")).toBe("");
  });

  it("show no interval that reaches beyond the loss of everything, and say what they count", () => {
    const [block] = sizeBlocks([row("today", "all"), row("moved", "all", figure(-0.7, 4))].slice(1), "en");
    expect(block?.lines[0]?.[3]).toBe("-70% (–)".replace("-", "−"));
    expect(sizeNotes("en").join(" ")).toMatch(/closed has lost all of it.*mean of the group/);
  });
});
