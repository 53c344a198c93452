// Who waits for whom: a report for runs that end too early, with the cycles that can never be resolved.

import { KernelError } from "./errors.ts";
import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** One process that waits. */
export interface BlockedProcess {
  readonly process: string;
  readonly processId: number;
  /** What it waits for: `resource "beds"`. */
  readonly waitsFor: string;
  /** Since when, as far as that is known. */
  readonly since: number | undefined;
  /** The processes that hold it, as far as that is known. */
  readonly heldBy: readonly string[];
}

/** Who waits for whom at one moment. */
export interface BlockedReport {
  readonly time: number;
  /** Events that are still to come; with none, nobody who waits can be woken from inside. */
  readonly pending: number;
  /** Longest waiting first, then those whose start is not known. */
  readonly blocked: readonly BlockedProcess[];
  /** Circles of processes, each of which waits for something held by the next. */
  readonly cycles: readonly (readonly string[])[];
  /** The report as text, one line a process and one a cycle. */
  readonly text: string;
}

/** A run that ended with processes waiting for what other waiting processes hold. */
export class DeadlockError extends KernelError {
  readonly report: BlockedReport;

  constructor(simulation: Simulation, report: BlockedReport) {
    super("deadlock", `no event is left, and processes wait for each other:\n${report.text}\n`, simulation.place());
    this.report = report;
  }
}

/**
 * Report who waits for what, since when and held by whom.
 *
 * @param simulation at any moment, also before its end: who has waited longest is starving
 */
export function reportBlocked(simulation: Simulation): BlockedReport {
  const waiting = simulation
    .liveProcesses()
    .filter((process) => process.state === "waiting" || process.state === "passive");
  const blocked = waiting
    .map((process): BlockedProcess => {
      const reason = process.wait?.reason() ?? { what: "nothing", heldBy: [] };
      return {
        process: process.name,
        processId: process.id,
        waitsFor: reason.what,
        since: reason.since,
        heldBy: reason.heldBy.map((holder) => holder.name),
      };
    })
    .sort((a, b) => (a.since ?? Number.MAX_VALUE) - (b.since ?? Number.MAX_VALUE) || a.processId - b.processId);
  const cycles = findCycles(waiting);
  const lines = blocked.map(({ process, waitsFor, since, heldBy }) => {
    const from = since === undefined ? "" : ` since ${since}`;
    const holders = heldBy.length === 0 ? "" : `, held by ${heldBy.map((name) => `"${name}"`).join(", ")}`;
    return `process "${process}" waits for ${waitsFor}${from}${holders}`;
  });
  for (const cycle of cycles)
    lines.push(`deadlock: ${[...cycle, cycle[0]].map((name) => `"${name}"`).join(" waits for ")}`);
  return { time: simulation.now, pending: simulation.pending, blocked, cycles, text: lines.join("\n") };
}

/** Find one circle through each group of processes that wait for each other, by walking along the holders. */
function findCycles(waiting: readonly Process[]): string[][] {
  const cycles: string[][] = [];
  const done = new Set<Process>();
  // The way from where the walk began, with who is still to be visited from each; no recursion, since chains may be long.
  const path: { readonly process: Process; readonly ahead: Process[] }[] = [];
  const placeOnPath = new Map<Process, number>();
  const enter = (process: Process): void => {
    const heldBy = process.wait?.reason().heldBy ?? [];
    placeOnPath.set(process, path.length);
    path.push({ process, ahead: heldBy.filter((holder) => holder.state === "waiting").reverse() });
  };
  for (const first of waiting) {
    if (!done.has(first)) enter(first);
    while (path.length > 0) {
      const { process, ahead } = path[path.length - 1];
      const next = ahead.pop();
      if (next === undefined) {
        path.pop();
        placeOnPath.delete(process);
        done.add(process);
        continue;
      }
      const at = placeOnPath.get(next);
      if (at !== undefined) cycles.push(path.slice(at).map((step) => step.process.name));
      else if (!done.has(next)) enter(next);
    }
  }
  return cycles;
}
