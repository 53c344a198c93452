// A sweep through Slurm on this one host: node tools/slurm/run.mjs [SHARDS]
// Starts munged, slurmctld and slurmd in a temporary folder, submits a small sweep as an array job, kills the process of each task once with
// SIGKILL, waits until all shards are there, merges, and compares the estimates with those of one process, byte by byte.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { root, run } from "../lib/shell.mjs";
import { build } from "../setup.mjs";

const shards = Number(process.argv[2] ?? 4);
const patienceSeconds = 420;
const folder = mkdtempSync(join(tmpdir(), "tiltak-slurm-"));
const design = join(root, "examples/sweeps/transfer.yaml");
const program = [process.execPath, join(root, "packages/cli/bin/tiltak.js")];
const sized = ["--years", "1", "--replications", "4"];
/** @type {import("node:child_process").ChildProcess[]} */
const daemons = [];

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);

/** Write the configuration of a cluster of one node and start it. */
async function startCluster() {
  const host = hostname().split(".")[0];
  const socket = join(folder, "munge.socket");
  const port = 20_000 + Math.floor((process.pid % 10_000) * 2);
  for (const name of ["state", "spool", "munge"]) mkdirSync(join(folder, name), { mode: 0o755 });
  writeFileSync(join(folder, "munge.key"), randomBytes(128), { mode: 0o400 });
  const conf = [
    "ClusterName=tiltak",
    `SlurmctldHost=${host}(127.0.0.1)`,
    "SlurmUser=root",
    "SlurmdUser=root",
    "AuthType=auth/munge",
    "CredType=cred/munge",
    `AuthInfo=socket=${socket},cred_expire=5`,
    `SlurmctldPort=${port}`,
    `SlurmdPort=${port + 1}`,
    `StateSaveLocation=${join(folder, "state")}`,
    `SlurmdSpoolDir=${join(folder, "spool")}`,
    `SlurmctldPidFile=${join(folder, "slurmctld.pid")}`,
    `SlurmdPidFile=${join(folder, "slurmd.pid")}`,
    `SlurmctldLogFile=${join(folder, "slurmctld.log")}`,
    `SlurmdLogFile=${join(folder, "slurmd.log")}`,
    "ProctrackType=proctrack/linuxproc",
    "TaskPlugin=task/none",
    "JobAcctGatherType=jobacct_gather/none",
    "AccountingStorageType=accounting_storage/none",
    "JobCompType=jobcomp/filetxt",
    `JobCompLoc=${join(folder, "completed.txt")}`,
    "MpiDefault=none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_Core",
    "SchedulerParameters=batch_sched_delay=1,sched_interval=2,requeue_delay=1",
    "JobRequeue=1",
    "ReturnToService=2",
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=${Math.min(4000, Math.floor(totalmem() / 1_048_576 / 2))} State=UNKNOWN`,
    `PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP`,
  ];
  writeFileSync(join(folder, "slurm.conf"), `${conf.join("\n")}\n`);
  process.env.SLURM_CONF = join(folder, "slurm.conf");
  start("munged", [
    "--foreground",
    "--force",
    `--socket=${socket}`,
    `--key-file=${join(folder, "munge.key")}`,
    `--pid-file=${join(folder, "munge", "pid")}`,
    `--seed-file=${join(folder, "munge", "seed")}`,
    `--log-file=${join(folder, "munge", "log")}`,
  ]);
  await pause(1);
  start("slurmctld", ["-D", "-f", join(folder, "slurm.conf")]);
  await pause(2);
  start("slurmd", ["-D", "-f", join(folder, "slurm.conf"), "-N", host]);
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { code, output } = await run(["sinfo", "--noheader", "--format=%T"], { limitSeconds: 20 });
    if (code === 0 && /idle|mixed|alloc/.test(output)) return;
    await pause(1);
  }
  throw new Error(`Slurm did not come up\n${tail("slurmctld.log")}\n${tail("slurmd.log")}\n${tail("munge/log")}`);
}

/** @param {string} name @param {string[]} args */
function start(name, args) {
  daemons.push(spawn(name, args, { stdio: "ignore" }));
}

/** @param {string} name */
function tail(name) {
  try {
    return `--- ${name}\n${readFileSync(join(folder, name), "utf8").split("\n").slice(-15).join("\n")}`;
  } catch {
    return `--- ${name}: none`;
  }
}

/** @param {string[]} args */
async function tiltak(args) {
  const outcome = await run([...program, ...args], { limitSeconds: patienceSeconds });
  if (outcome.code !== 0) throw new Error(`tiltak ${args.join(" ")} ended with ${outcome.code}\n${outcome.output}`);
  return outcome.output;
}

/** Process that works in a shard's folder, if any. @param {string} shard */
function workerOf(shard) {
  try {
    return Number(JSON.parse(readFileSync(join(folder, "sweep", "shards", shard, "lock.json"), "utf8")).pid);
  } catch {
    return undefined;
  }
}

/** @typedef {{ part: string, state: string, done: number, total: number | null }} Part */

/** Kill the process of each task once, when something of it is kept, and wait until all shards are done. */
async function killAndWait() {
  /** @type {Set<string>} */
  const killed = new Set();
  const deadline = Date.now() + 1000 * patienceSeconds;
  while (Date.now() < deadline) {
    const status = JSON.parse(await tiltak(["sweep", "status", join(folder, "sweep"), "--format", "json", "--quiet"]));
    /** @type {Part[]} */
    const parts = status.parts;
    for (const { part, done, state } of parts) {
      const pid = workerOf(part);
      if (killed.has(part) || state !== "running" || done === 0 || pid === undefined) continue;
      process.kill(pid, "SIGKILL");
      killed.add(part);
      say(`shard ${part}: process killed after ${done} runs were kept; queue: ${status.queue}`);
    }
    if (parts.every(({ state }) => state === "done")) return killed.size;
    await pause(0.5);
  }
  throw new Error(`not done after ${patienceSeconds} s\n${tail("slurmctld.log")}\n${tail("sweep/logs/0.log")}`);
}

async function main() {
  const built = await build();
  if (built.code !== 0) throw new Error(built.output);
  say("one process ...");
  await tiltak(["sweep", "run", design, ...sized, "--workers", "1", "--quiet", "--out", join(folder, "one")]);
  await startCluster();
  say((await run(["sinfo", "--version"], { limitSeconds: 20 })).output.trim());
  const submit = [
    "--slurm",
    "--shards",
    String(shards),
    "--workers",
    "1",
    "--keep-every",
    "1",
    "--out",
    join(folder, "sweep"),
  ];
  say((await tiltak(["sweep", "submit", design, ...sized, ...submit, "--quiet"])).trim());
  const killed = await killAndWait();
  say((await tiltak(["sweep", "status", join(folder, "sweep"), "--quiet"])).trim());
  const logs = readdirSync(join(folder, "sweep", "logs")).map((name) =>
    readFileSync(join(folder, "sweep", "logs", name), "utf8"),
  );
  const restarts = logs.join("\n").match(/asking for it to be begun again/g)?.length ?? 0;
  say(`tasks killed: ${killed}; begun again: ${restarts}`);
  await tiltak(["sweep", "merge", join(folder, "merged"), join(folder, "sweep"), "--workers", "1", "--quiet"]);
  const [one, merged] = ["one", "merged"].map((name) => readFileSync(join(folder, name, "estimates.json")));
  const same = one !== undefined && merged !== undefined && one.equals(merged);
  say(
    `estimates.json: ${one?.length} bytes of one process, ${merged?.length} bytes through Slurm: ${same ? "the same" : "NOT the same"}`,
  );
  if (killed < 1 || restarts < killed) throw new Error("the kills did not lead to restarts; this run shows nothing");
  if (!same) throw new Error("the bytes differ");
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const daemon of daemons.reverse()) daemon.kill("SIGTERM");
  await pause(1);
  for (const daemon of daemons) daemon.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
