// tiltak sweep submit: hand a sweep to a batch system, one task for each shard. The design is read and its points are placed first, so that a
// mistake is told here and not by a hundred tasks.

import { dirname, join, relative, resolve } from "node:path";
import { gathering, InputError, type Problem } from "@tiltak/sim-core";
import { makeFolder, readManifest, writeAtomically } from "@tiltak/sim-core/node";
import { kubernetesJob } from "../cluster/kubernetes.ts";
import type { ShardJob } from "../cluster/shard-job.ts";
import { slurmScript } from "../cluster/slurm.ts";
import { readSubmission, run, type Submission, submissionName } from "../cluster/submission.ts";
import { inputDigests, keepData, type LoadedData } from "../enterprises/programme-data.ts";
import { withRegisters } from "../enterprises/sweep-data.ts";
import { folderProblems } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import { askSweep, planOf, type WrittenSweepFlags } from "./sweep.ts";
import { saySweep } from "./sweep-texts.ts";

/** Flags of submit, as written. */
export interface WrittenSubmitFlags extends WrittenSweepFlags {
  readonly slurm?: unknown;
  readonly kubernetes?: unknown;
  readonly shards?: unknown;
  readonly memory?: unknown;
  readonly minutes?: unknown;
  readonly restarts?: unknown;
  readonly image?: unknown;
  readonly claim?: unknown;
  readonly mount?: unknown;
  readonly dryRun?: unknown;
}

/** Write the job of a sweep and submit it. */
export async function sweepSubmit(file: string, written: WrittenSubmitFlags, terminal: Terminal): Promise<void> {
  const problems: Problem[] = [];
  const system = written.kubernetes === true ? "kubernetes" : "slurm";
  if ((written.slurm === true) === (written.kubernetes === true)) {
    problems.push({ message: "say which batch system: --slurm or --kubernetes" });
  }
  const whole = (path: string, value: unknown, otherwise: number | undefined, most: number): number => {
    if (value === undefined && otherwise !== undefined) return otherwise;
    const number = Number(value);
    const least = path === "--restarts" ? 0 : 1;
    if (/^\d+$/.test(String(value)) && number >= least && number <= most) return number;
    const allowed = `a whole number from ${least} to ${most}`;
    if (value === undefined) problems.push({ path, message: "is missing", allowed });
    else problems.push({ path, message: "is not allowed", found: JSON.stringify(value), allowed });
    return 1;
  };
  const shards = whole("--shards", written.shards, undefined, 100_000);
  const workers = whole("--workers", written.workers, 1, 256);
  const memoryMb = whole("--memory", written.memory, 500 + 300 * workers, 10_000_000);
  const restarts = whole("--restarts", written.restarts, 3, 1000);
  const minutes = written.minutes === undefined ? undefined : whole("--minutes", written.minutes, undefined, 1_000_000);
  const folder = resolve(String(written.out ?? "tiltak-submission"));
  if (/["\n]/.test(folder)) problems.push({ path: "--out", message: "has a character that batch scripts cannot take" });
  const mount = resolve(String(written.mount ?? dirname(folder)));
  if (system === "kubernetes") {
    for (const [path, value] of Object.entries({ "--image": written.image, "--claim": written.claim })) {
      if (value === undefined) problems.push({ path, message: "is missing: kubernetes needs it" });
    }
    for (const place of [folder, resolve(file)]) {
      if (relative(mount, place).startsWith("..")) {
        problems.push({
          path: "--mount",
          message: "must hold the design file and the folder of the sweep",
          found: place,
        });
      }
    }
  }
  problems.push(...(await folderProblems(folder)));
  if ((await readManifest(folder).catch(() => null)) !== undefined) {
    problems.push({ path: "--out", message: "holds a run; choose another folder", found: folder });
  }
  const { lang } = terminal;
  const read = await withRegisters(written, lang, async () => {
    const sweep = await askSweep(file, { ...written, workers: undefined, out: undefined });
    planOf(sweep);
    return sweep;
  }).catch(gathering(problems));
  if (problems.length > 0 || read === undefined) throw new InputError(problems);
  const [asked, loaded] = read;
  const inputs = loaded === undefined ? {} : inputDigests(loaded.run);
  const held = await readSubmission(folder);
  if (held !== undefined && (held.count !== shards || held.system !== system)) {
    const message = `holds a sweep of ${held.count} shards for ${held.system}; choose another folder`;
    throw new InputError([{ path: "--out", message, found: folder }]);
  }
  if (held !== undefined && held.inputs?.registers !== inputs.registers) {
    const message = "holds a sweep with other registers; choose another folder";
    throw new InputError([{ path: "--out", message, found: folder }]);
  }
  for (const note of loaded?.notes ?? []) terminal.note(note);
  const job: ShardJob = {
    name: `tiltak-${asked.design.method.method}`,
    shards,
    command: [
      ...programOf(system),
      ...["sweep", "run", resolve(file), ...passedOn(written), ...registersFor(folder, loaded)],
      ...["--workers", String(workers)],
    ],
    folder,
    workers,
    memoryMb,
    ...(minutes === undefined ? {} : { minutes }),
    restarts,
  };
  await makeFolder(join(folder, "logs"));
  await makeFolder(join(folder, "shards"));
  if (loaded !== undefined) await keepData(folder, loaded.run);
  const script = join(folder, system === "slurm" ? "job.sh" : "job.json");
  const text =
    system === "slurm"
      ? slurmScript(job)
      : `${JSON.stringify(kubernetesJob(job, { image: String(written.image), claim: String(written.claim), mount }), null, 2)}\n`;
  await writeAtomically(script, [text]);
  const record: Submission = {
    schema: "tiltak.submission/1",
    system,
    count: shards,
    job: null,
    command: job.command,
    inputs,
  };
  const keep = (jobId: string | null): Promise<unknown> =>
    writeAtomically(join(folder, submissionName), [`${JSON.stringify({ ...record, job: jobId }, null, 1)}\n`]);
  await keep(null);
  if (system === "kubernetes" || written.dryRun === true) {
    const how = system === "slurm" ? "sbatch" : "kubectl apply -f";
    terminal.note(`${saySweep(lang, "goOn")}: ${how} ${script}`);
    terminal.print(script);
    return;
  }
  const answer = await run("sbatch", ["--parsable", script]);
  if (answer.code !== 0) {
    const message =
      answer.code === undefined ? "sbatch is not there; is Slurm installed on this machine?" : answer.stderr.trim();
    throw new InputError([{ path: script, message }], "no-slurm");
  }
  const id = answer.stdout.trim().split(";")[0];
  await keep(id);
  terminal.print(`${saySweep(lang, "submitted")} ${id}`);
  terminal.note(`tiltak sweep status ${folder}\n${saySweep(lang, "gather")}: tiltak sweep merge OUT ${folder}`);
}

/** How a task starts this program: as it was started here, or by its name in an image. */
function programOf(system: Submission["system"]): readonly string[] {
  const script = process.argv[1];
  return system === "kubernetes" || script === undefined ? ["tiltak"] : [process.execPath, resolve(script)];
}

/**
 * The registers, handed on to every task: not the files, which may change or be out of reach, but the rows as they were read, by pseudonym and
 * without names, from the folder of the submission.
 */
function registersFor(folder: string, loaded: LoadedData | undefined): readonly string[] {
  if (loaded === undefined) return [];
  const { data, sources } = loaded.run;
  return [
    ...(Object.keys(sources).length === 0 ? [] : ["--registers-of", folder]),
    ...(data.perEnterprise === true ? ["--per-enterprise"] : []),
  ];
}

/** The flags that decide the numbers of the sweep, handed on to every task. */
function passedOn(written: WrittenSubmitFlags): string[] {
  const out: string[] = ["--quiet"];
  const add = (flag: string, value: unknown): void => {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) out.push(flag, String(one));
  };
  add("--years", written.years);
  add("--replications", written.replications);
  add("--seed", written.seed);
  add("--set", written.set);
  add("--keep-every", written.keepEvery);
  if (written.perPoint === true) out.push("--per-point");
  if (written.allPairs === true) out.push("--all-pairs");
  return out;
}
