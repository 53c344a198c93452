// tiltak sweep plan: what a sweep would take, as a table.

import { InputError } from "@tiltak/sim-core";
import { withRegisters } from "../enterprises/sweep-data.ts";
import { type Terminal, table } from "../terminal.ts";
import { askSweep, type WrittenSweepFlags } from "./sweep.ts";
import { about, bytesText, count, type Forecast, forecastOf } from "./sweep-forecast.ts";
import { saySweep } from "./sweep-texts.ts";
import type { Lang } from "./texts.ts";

/** Print the forecast of a sweep; a sweep that is too large is refused after its forecast. */
export async function sweepPlan(file: string, written: WrittenSweepFlags, terminal: Terminal): Promise<void> {
  const { lang } = terminal;
  const [asked, loaded] = await withRegisters(written, lang, () => askSweep(file, written));
  for (const note of loaded?.notes ?? []) terminal.note(note);
  const forecast = await forecastOf(asked, { data: loaded?.run });
  if (asked.flags.format === "json") terminal.print(JSON.stringify(forecast, null, 2));
  else {
    const rows = rowsOf(forecast, lang);
    if (asked.flags.format === "csv")
      terminal.print(["quantity,value", ...rows.map(([a, b]) => `"${a}","${b}"`)].join("\n"));
    else terminal.print(table([[saySweep(lang, "quantity"), saySweep(lang, "amount")], ...rows], new Set([1])));
  }
  if (asked.excess.length > 0) throw new InputError(asked.excess, "sweep-size");
}

function rowsOf(forecast: Forecast, lang: Lang): [string, string][] {
  const { points, scenarios, replications, runs, workers, pilotRuns, secondsPerRun, coreHours, price } = forecast;
  const decimal = (x: number): string => {
    const text = x >= 100 ? count(Math.round(x)) : String(Number(x.toPrecision(2)));
    return lang === "nb" ? text.replace(".", ",") : text;
  };
  return [
    [saySweep(lang, "points"), count(points)],
    [saySweep(lang, "scenarios"), count(scenarios)],
    [saySweep(lang, "replications"), count(replications)],
    [saySweep(lang, "runs"), count(runs)],
    [saySweep(lang, "pilot"), count(pilotRuns)],
    [`${saySweep(lang, "perRun")} (${workers} ${saySweep(lang, "onWorkers")})`, `${decimal(secondsPerRun)} s`],
    [saySweep(lang, "time"), about(forecast.seconds)],
    [saySweep(lang, "coreHours"), decimal(coreHours)],
    ...(price === null ? [] : [[saySweep(lang, "costing"), decimal(price)] as [string, string]]),
    [saySweep(lang, "rows"), count(Math.round(forecast.rows))],
    [saySweep(lang, "disk"), bytesText(forecast.diskBytes)],
    [saySweep(lang, "memory"), bytesText(forecast.memoryBytes)],
  ];
}
