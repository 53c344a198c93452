import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { about, bytesText, count, type Forecast, forecastText, freeBytes } from "./sweep-forecast.ts";

describe("a forecast", () => {
  it("tells a time to two digits", () => {
    const times = [0.2, 12.4, 63, 400, 2400, 9000, 200_000, 4e6, 3e11];
    expect(times.map(about)).toEqual(["1 s", "12 s", "65 s", "7 min", "40 min", "3 h", "2 d", "46 d", "9 506 y"]);
  });

  it("tells a size in the unit that suits it", () => {
    expect([12, 999, 1.2e9, 310e6, 4.44e13].map(bytesText)).toEqual(["12 B", "999 B", "1.2 GB", "310 MB", "44 TB"]);
    expect(count(1_234_567)).toBe("1 234 567");
  });

  it("is one line in either language, with money only at a price", () => {
    const forecast: Forecast = {
      points: 500,
      scenarios: 2,
      replications: 20,
      runs: 20_000,
      workers: 2,
      pilotRuns: 24,
      secondsPerRun: 0.12,
      seconds: 2400,
      coreHours: 4 / 3,
      price: null,
      rows: 4e7,
      diskBytes: 1.2e9,
      memoryBytes: 310e6,
    };
    expect(forecastText(forecast, "en")).toBe(
      "Forecast: about 40 min on 2 workers (1.3 core-hours), 1.2 GB on disk, 310 MB of memory (24 pilot runs)",
    );
    expect(forecastText({ ...forecast, price: 0.0667 }, "nb")).toBe(
      "Anslag: omtrent 40 min på 2 tråder (1,3 kjernetimer, pris 0,07), 1,2 GB på disk, 310 MB minne (24 prøvekjøringer)",
    );
  });

  it("knows the room where a folder will lie", async () => {
    expect(await freeBytes(join(tmpdir(), "not", "there", "yet"))).toBeGreaterThan(0);
  });
});
