import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type SizeFigure, type SizeResult, sizeFindings } from "./by-size.ts";
import { sizeBlocks, sizeCsv, sizeNotes } from "./size-table.ts";

const figure = (mean: number, halfWidth: number | null = 0.02, n = 12): SizeFigure => ({
  mean,
  halfWidth,
  n,
  runs: 2 * n,
});
const row = (scenario: string, name: string, difference?: SizeFigure): SizeResult => ({
  scenario,
  row: name,
  enterprises: 12,
  openAtStart: 12,
  change: figure(-0.25),
  ...(difference === undefined ? {} : { difference }),
  losingQuarter: figure(0.375),
  losingHalf: figure(0.01),
  inDeficit: figure(3.5, 1.25),
  closed: figure(1.5, null),
});
const results = [
  row("today", "<10"),
  row("today", "all"),
  row("moved", "<10", figure(-0.291234567, 0.03)),
  row("moved", "all", figure(-0.3)),
];
const cells = (of: SizeResult, lang: "nb" | "en" = "en"): readonly string[] =>
  sizeBlocks([row("today", "all"), of], lang)[1]?.lines[0] ?? [];

describe("enterprises by size", () => {
  it("are findings of a run: read again to the last digit, none where nobody wrote any", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tiltak-sizes-"));
    try {
      expect(await sizeFindings.read(folder)).toBeUndefined();
      await sizeFindings.write(folder, results);
      expect(await sizeFindings.read(folder)).toEqual(results);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are a table in which every figure has its interval, within what is possible", () => {
    const [name, count, change, difference, quarter, half, deficit, closed] = cells(
      row("moved", "<10", figure(-0.29, 0.03)),
    );
    expect([name, count]).toEqual(["Below 10 million in all", "12"]);
    expect(change).toBe("−25% (−27% ... −23%)");
    expect(difference).toBe("−29 (−32 ... −26)");
    expect([quarter, half]).toEqual(["38% (36% ... 40%)", "1% (0% ... 3%)"]);
    expect([deficit, closed]).toEqual(["3.5 (2.3 ... 4.8)", "1.5 (–)"]);
    expect(cells(row("moved", "<10", figure(-0.7, 0.4)))[3]).toBe("−70 (−100 ... −30)");
  });

  it("say of an interval that covers most of what is possible that it is too wide, and how many runs would do", () => {
    const few = row("moved", "<10", figure(-0.7, 4, 4));
    expect(cells(few)[3]).toBe("−70 (too wide)");
    expect(cells(few, "nb")[3]?.replaceAll("\u00a0", " ")).toBe("−70 (for bredt)");
    const notes = sizeNotes([row("today", "<10"), few], "en").join(" ");
    expect(notes).toContain("estimated from 4 draws");
    // The spread of one draw is 4 / 3.18 x 2 = 2.51: 9,720 draws of two runs give 0.05, and more where it is larger.
    expect(notes).toMatch(
      /± 5 percentage points in “Below 10 million in all”, from 20,000 to 100,000 runs in all are needed/,
    );
    expect(sizeNotes([row("today", "<10"), few], "nb").join(" ")).toContain("i «Under 10 mill. kr i alt» trengs fra");
    expect(sizeNotes(results, "en").join(" ")).not.toContain("runs in all");
    // Two draws that agree by chance have an interval of no width.
    expect(cells(row("moved", "<10", figure(-0.7, 0, 2)))[3]).toBe("−70 (–)");
    const one = row("moved", "all", figure(-0.3, null, 1));
    expect(sizeNotes([row("today", "all"), one], "en").join(" ")).toContain("with a single draw there is no interval");
  });

  it("say what they count, whose intervals they are, and how many had closed before", () => {
    const notes = sizeNotes(results, "en").join(" ");
    expect(notes).toMatch(
      /the class is the same in all runs and all files.*closes after the start has lost all of it.*mean of the group/,
    );
    expect(notes).toContain("each cell by itself");
    expect(notes).not.toContain("before the start; they are in no change");
    const gone = { ...row("today", "all"), openAtStart: 11.1 };
    expect(sizeNotes([gone], "nb").join(" ")).toContain(
      "I snitt 0,9 av virksomhetene er lagt ned i modellen allerede før start",
    );
  });

  it("are CSV with intervals within what is possible", () => {
    const rare = {
      ...row("moved", "<10", figure(-1.2, 0.3)),
      closed: figure(0.0086, 0.0104),
      change: figure(-0.9, 0.2),
    };
    const [, line] = sizeCsv([rare]).split("\n");
    expect(line).toMatch(/^moved,0-10 MNOK,12,-0\.9,-1,-0\.7,-1\.2,-1\.5,-0\.9,.*,0\.0086,0,0\.019$/);
  });

  it("are CSV with empty cells where there is no interval", () => {
    const [head, , , third] = sizeCsv(results).split("\n");
    expect(head).toMatch(
      /difference-high,losing-25-share-mean,.*losing-50-share-mean,.*,closed-mean,closed-low,closed-high$/,
    );
    expect(third).toMatch(/^moved,0-10 MNOK,12,-0\.25,-0\.27,-0\.23,-0\.2912,-0\.3212,-0\.2612,.*,1\.5,,$/);
  });
});
