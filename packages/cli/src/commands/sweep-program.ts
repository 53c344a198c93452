// The commands of sweeps on the command line: flags and help, each handed on to its own module.

import type { Argv } from "yargs";
import { sweepRegisterFlags } from "../enterprises/register-flags.ts";
import { number, type WrittenFlags } from "../flags.ts";
import type { Terminal } from "../terminal.ts";
import { sensitivity } from "./sensitivity.ts";
import { resumeRun, sweepExpand, sweepRun } from "./sweep.ts";
import { sweepMerge } from "./sweep-merge.ts";
import { sweepPlan } from "./sweep-plan.ts";
import { sweepReproduce } from "./sweep-reproduce.ts";
import { sweepStatus } from "./sweep-status.ts";
import { sweepSubmit } from "./sweep-submit.ts";

type Flags = WrittenFlags & Readonly<Record<string, unknown>>;

const text = { type: "string" } as const;
const files = {
  design: { ...text, describe: "Design file" },
  run: { ...text, describe: "Run directory" },
} as const;

const sweepFlags = {
  years: { ...number, describe: "Years that results cover, instead of the design's" },
  replications: { ...number, describe: "Runs of each scenario at each point, instead of the design's" },
  seed: { ...text, describe: "Any text, instead of the design's" },
  set: { ...text, describe: "name=value, reaching scenarios as in run (repeatable)" },
  workers: { ...number, describe: "Threads (default: all cores); changes no number" },
} as const;

const price = {
  ...number,
  describe: "Money for an hour of one core; the forecast then tells what the sweep costs",
} as const;

const runFlags = {
  ...sweepFlags,
  ...sweepRegisterFlags,
  forecast: {
    type: "boolean",
    describe: "Tell beforehand what the sweep will take, from a pilot (default from 400 runs; --no-forecast: never)",
  },
  price,
  out: {
    ...text,
    describe:
      "Run directory (default tiltak-runs/sweep-<method>-<scenarios>-<digest>, one for each design, seed and model)",
  },
  shard: { ...text, describe: "i/n: carry out part i, from 0, of n, into a folder of its own" },
  precision: { ...number, describe: "Stop when each headline half-width is at most this share of the first mean" },
  "precision-of": { ...text, describe: "measure=half-width, for measures near zero (repeatable)" },
  "per-point": { type: "boolean", describe: "Estimates for each point too, however many points there are" },
  "all-pairs": { type: "boolean", describe: "Compare every scenario with every other" },
  "keep-every": { ...number, describe: "Seconds after which finished runs are written at the latest (default 30)" },
} as const;

const submitFlags = {
  ...sweepFlags,
  ...sweepRegisterFlags,
  slurm: { type: "boolean", describe: "Submit an array job to Slurm" },
  kubernetes: { type: "boolean", describe: "Write the manifest of an Indexed Job" },
  shards: { ...number, describe: "Number of tasks" },
  out: { ...text, describe: "Folder of job, logs and shards (default tiltak-submission)" },
  memory: { ...number, describe: "Megabytes of a task (default 500 + 300 for each worker)" },
  minutes: { ...number, describe: "Most minutes of a task" },
  restarts: { ...number, describe: "How often a lost task is begun again (default 3)" },
  image: { ...text, describe: "Image with this program (kubernetes)" },
  claim: { ...text, describe: "Claim of the shared volume (kubernetes)" },
  mount: { ...text, describe: "Where the volume is mounted (kubernetes)" },
  "per-point": runFlags["per-point"],
  "all-pairs": runFlags["all-pairs"],
  "keep-every": runFlags["keep-every"],
  "dry-run": { type: "boolean", describe: "Write the job and submit nothing" },
} as const;

/** Names of their flags. */
export const sweepFlagNames: readonly string[] = [
  ...new Set([
    ...Object.keys(runFlags),
    ...Object.keys(submitFlags),
    "points",
    "measure",
    "time",
    "scenario",
    "point",
    "replication",
  ]),
];

/** What the program gives to its commands. */
export interface ProgramContext {
  readonly terminalOf: (flags: Flags) => Terminal;
  readonly finish: (code: number | undefined) => void;
  readonly commandLine: readonly string[];
}

/** Add `sweep` and `resume` to the program. */
export function addSweepCommands(parser: Argv, { terminalOf, finish, commandLine }: ProgramContext): Argv {
  return parser
    .command("sweep", "Many points x replications: plan, run, status, expand, submit, merge, reproduce", (y) =>
      y
        .command(
          "plan <file>",
          "What a sweep would take, from a pilot of a few runs",
          (z) =>
            z
              .positional("file", files.design)
              .options({ ...sweepFlags, ...sweepRegisterFlags, price })
              .example("$0 sweep plan examples/sweeps/transfer.yaml", ""),
          async (flags: Flags) => sweepPlan(String(flags.file), flags, terminalOf(flags)),
        )
        .command(
          "run <file>",
          "Simulate a sweep, or one shard of it; the same command goes on after an interruption",
          (z) =>
            z
              .positional("file", files.design)
              .options(runFlags)
              .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "")
              .example("$0 sweep run examples/sweeps/transfer.yaml --shard 0/2 --out shards/0", "")
              .example(
                "$0 sweep run examples/sweeps/transfer.yaml --enterprises examples/registers/enterprises.csv",
                "",
              ),
          async (flags: Flags) => finish(await sweepRun(String(flags.file), flags, terminalOf(flags), commandLine)),
        )
        .command(
          "status <run>",
          "How far a run, or a submitted sweep, is",
          (z) =>
            z
              .positional("run", files.run)
              .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "makes my-sweep")
              .example("$0 sweep status my-sweep", ""),
          async (flags: Flags) => sweepStatus(String(flags.run), flags, terminalOf(flags)),
        )
        .command(
          "expand <run>",
          "More replications, or more points after the same first ones; nothing is computed twice",
          (z) =>
            z
              .positional("run", files.run)
              .options({
                replications: { ...number, describe: "Replications at each point, in all" },
                points: { ...number, describe: "Points, in all (sobol, halton, morris, saltelli)" },
                workers: sweepFlags.workers,
              })
              .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "makes my-sweep")
              .example("$0 sweep expand my-sweep --replications 40", ""),
          async (flags: Flags) => finish(await sweepExpand(String(flags.run), flags, terminalOf(flags))),
        )
        .command(
          "submit <file>",
          "Hand a sweep to a batch system, one task for each shard",
          (z) =>
            z
              .positional("file", files.design)
              .options(submitFlags)
              .example("$0 sweep submit examples/sweeps/transfer.yaml --slurm --shards 20 --dry-run", ""),
          async (flags: Flags) => sweepSubmit(String(flags.file), flags, terminalOf(flags)),
        )
        .command(
          "merge <target> <folders..>",
          "Gather shards into one run directory and estimate",
          (z) =>
            z
              .positional("target", { ...text, describe: "Run directory of the whole; new or empty" })
              .positional("folders", { ...text, describe: "Shards, or a submitted sweep" })
              .options({ workers: sweepFlags.workers })
              .example("$0 sweep run examples/sweeps/transfer.yaml --shard 0/2 --out shards/0", "makes shards/0")
              .example("$0 sweep run examples/sweeps/transfer.yaml --shard 1/2 --out shards/1", "makes shards/1")
              .example("$0 sweep merge whole shards/0 shards/1", ""),
          async (flags: Flags) => {
            const folders = Array.isArray(flags.folders) ? flags.folders.map(String) : [];
            finish(await sweepMerge(String(flags.target), folders, flags, terminalOf(flags)));
          },
        )
        .command(
          "reproduce <run>",
          "Carry out one replication again and compare every bit with what is kept",
          (z) =>
            z
              .positional("run", files.run)
              .options({
                scenario: { ...text, describe: "Id of the scenario" },
                point: { ...number, describe: "Point of the design, from 0 (default 0)" },
                replication: { ...number, describe: "Replication, from 0 (default 0)" },
              })
              .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "makes my-sweep")
              .example("$0 sweep reproduce my-sweep --scenario baseline --replication 1", ""),
          async (flags: Flags) => finish(await sweepReproduce(String(flags.run), flags, terminalOf(flags))),
        )
        .demandCommand(1, "say what to do: plan, run, status, expand, submit, merge or reproduce"),
    )
    .command(
      "resume <run>",
      "Finish any unfinished run directory",
      (y) =>
        y
          .positional("run", files.run)
          .options({ workers: sweepFlags.workers })
          .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "makes my-sweep")
          .example("$0 resume my-sweep", ""),
      async (flags: Flags) => finish(await resumeRun(String(flags.run), flags, terminalOf(flags))),
    )
    .command(
      "sensitivity <run>",
      "Which of the parameters that a sweep varied matter, for each headline measure",
      (y) =>
        y
          .positional("run", files.run)
          .options({
            measure: { ...text, describe: "Another measure than the headline family (repeatable)" },
            time: { ...number, describe: "Years from the start (default: the last)" },
          })
          .example("$0 sweep run examples/sweeps/transfer.yaml --out my-sweep", "makes my-sweep")
          .example("$0 sensitivity my-sweep", ""),
      async (flags: Flags) => sensitivity(String(flags.run), flags, terminalOf(flags)),
    );
}
