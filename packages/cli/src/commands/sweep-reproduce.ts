// tiltak sweep reproduce: carry out one replication of a run again, from its manifest alone, and hold every bit against what is kept.

import { InputError, loadModel, nearestNote, type Problem, replicate, type Task } from "@tiltak/sim-core";
import { type KeptObservation, type Manifest, RunReader } from "@tiltak/sim-core/node";
import { dataOfRun, modelReference } from "../enterprises/programme-data.ts";
import { exitCodes } from "../exit-codes.ts";
import { readStudyFlags, type WrittenFlags } from "../flags.ts";
import type { Terminal } from "../terminal.ts";
import { needManifest } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";

/** Which replication, as written. */
export interface WrittenTask extends WrittenFlags {
  readonly scenario?: unknown;
  readonly point?: unknown;
  readonly replication?: unknown;
}

const mostShown = 10;

/** Repeat one replication and say whether the bits agree. */
export async function sweepReproduce(folder: string, written: WrittenTask, terminal: Terminal): Promise<number> {
  const { lang } = terminal;
  const { flags, problems } = readStudyFlags({ format: written.format });
  const manifest = await needManifest(folder);
  const task = readTask(written, manifest, problems);
  if (problems.length > 0) throw new InputError(problems);
  const model = await loadModel(modelReference(await dataOfRun(folder, manifest.digests.inputs, lang)));
  if (model.version !== manifest.model.version || model.id !== manifest.model.id) {
    const found = `${model.id} ${model.version}`;
    const message = `the run was made by ${manifest.model.id} ${manifest.model.version}`;
    throw new InputError([{ path: folder, message, found }], "other-model");
  }
  const kept = await (await RunReader.open(folder)).replication(task);
  const block = replicate(model, manifest.plan, task);
  const again: KeptObservation[] = [];
  for (let i = 0; i < block.value.length; i += 1) {
    const { measure, group } = block.keys[block.keyIndex[i]];
    again.push({ measure, group, time: block.time[i], value: block.value[i] });
  }
  if (flags.format === "json") {
    terminal.print(JSON.stringify({ task, failure: block.failure ?? null, observations: again }, null, 1));
  } else if (flags.format === "csv") {
    const lines = again.map(
      ({ measure, group, time, value }) => `${measure},"${group.replaceAll('"', '""')}",${time},${value}`,
    );
    terminal.print(["measure,group,time,value", ...lines].join("\n"));
  }
  const say = (text: string): void => (flags.format === "table" ? terminal.print(text) : terminal.note(text));
  if (kept === undefined) {
    throw new InputError([
      { path: folder, message: "does not hold this replication yet", found: JSON.stringify(task) },
    ]);
  }
  if ("message" in kept) {
    const alike = block.failure?.message === kept.message;
    say(alike ? `${saySweep(lang, "failedAlike")}: ${kept.message}\n${kept.stack}` : saySweep(lang, "otherBits"));
    return alike ? exitCodes.done : exitCodes.checkFailed;
  }
  const differences = differencesBetween(kept, again);
  if (differences.length === 0) {
    say(`${saySweep(lang, "sameBits")}: ${kept.length} ${saySweep(lang, "values")}`);
    return exitCodes.done;
  }
  say(`${saySweep(lang, "otherBits")}: ${differences.length}\n${differences.slice(0, mostShown).join("\n")}`);
  return exitCodes.checkFailed;
}

function readTask(written: WrittenTask, { plan }: Manifest, problems: Problem[]): Task {
  const ids = plan.scenarios.map(({ id }) => id);
  const id = written.scenario === undefined ? ids[0] : String(written.scenario);
  const scenario = ids.indexOf(id);
  if (written.scenario === undefined && ids.length > 1) {
    problems.push({ path: "--scenario", message: "is missing", allowed: ids.join(", ") });
  } else if (scenario < 0) {
    const message = "names no scenario of the run";
    problems.push({
      path: "--scenario",
      message,
      found: JSON.stringify(id),
      allowed: ids.join(", "),
      ...nearestNote(id, ids),
    });
  }
  const whole = (path: string, value: unknown, count: number): number => {
    const number = Number(value ?? 0);
    if (/^\d+$/.test(String(value ?? 0)) && number < count) return number;
    problems.push({ path, message: "is not in the run", found: String(value), allowed: `0 to ${count - 1}` });
    return 0;
  };
  return {
    scenario: Math.max(scenario, 0),
    point: whole("--point", written.point, plan.points?.length ?? 1),
    replication: whole("--replication", written.replication, plan.replications),
  };
}

/** Name the observations that differ in a bit, or stand on one side only. */
function differencesBetween(kept: readonly KeptObservation[], again: readonly KeptObservation[]): string[] {
  const nameOf = ({ measure, group, time }: KeptObservation): string => `${measure} ${group} ${time}`;
  const held = new Map(kept.map((row) => [nameOf(row), row.value]));
  const out: string[] = [];
  for (const row of again) {
    const name = nameOf(row);
    const value = held.get(name);
    if (value === undefined || !Object.is(value, row.value)) out.push(`${name}: ${value ?? "-"} / ${row.value}`);
    held.delete(name);
  }
  for (const [name, value] of held) out.push(`${name}: ${value} / -`);
  return out;
}
