// Runs every variant of every workload in turn and writes one results file. `pnpm bench [--quick] [--rounds N]
// [--only hold-1e3,mm1] [--variants plain-js,events] [--out DIR] [--note TEXT] [--clock cpu]`. On a machine that others
// use too, `--clock cpu` counts the processor time of the process, all its threads, instead of the wall clock, and up to
// `--patience MINUTES` go into waiting for quiet moments and measuring again what others disturbed (quiet.mjs).
//
// Contract: a variant whose digest differs from the committed one fails the run; ratios compare times of the same round.
// A full run (9 rounds, all workloads, all variants) is kept in runs/<date>/, anything less in .data/partial/.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { QuietMoments } from "./quiet.mjs";
import { markdownOf } from "./report.mjs";
import { BARS, CPP_BINARY, JAVASCRIPT_PEERS, PYTHON, VARIANTS } from "./variants.mjs";
import { checkDraws } from "./yardsticks/draws.mjs";

const FULL_ROUNDS = 9;
const MEMORY_ENTITIES = 100_000;
const GC_STEPS = 10_000_000;
const GC_TRIES = 5;
const WORKER_REPLICATIONS = 60;
const COMPILER = process.env.CXX ?? "g++";
const here = (path) => new URL(path, import.meta.url).pathname;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string" },
    variants: { type: "string" },
    out: { type: "string" },
    note: { type: "string", default: "" },
    clock: { type: "string", default: "wall" },
    patience: { type: "string" },
  },
});

if (!["wall", "cpu"].includes(options.clock)) throw new Error(`--clock ${options.clock}: wall or cpu`);
const rounds = options.rounds === undefined ? (options.quick ? 3 : FULL_ROUNDS) : Number(options.rounds);
const catalogue = JSON.parse(readFileSync(here("./yardsticks/workloads.json"), "utf8"));
const workloads = options.only?.split(",") ?? Object.keys(catalogue);
const wanted = options.variants?.split(",") ?? Object.keys(VARIANTS);

checkDraws();
const missing = unavailable();
const variants = wanted.filter((name) => !(name in missing));
const started = new Date();
const loadAtStart = loadavg()[0];

const patience = options.patience === undefined ? (options.quick ? 0 : 20) : Number(options.patience);
if (!(patience >= 0)) throw new Error(`--patience ${options.patience}: minutes, at least 0`);
// Patience goes to what a bar with a number compares; the other peers are far behind it.
const weighed = (workload, variant) =>
  BARS.some((bar) => bar.workload === workload && [bar.variant, bar.against].includes(variant));
const comparisons = workloads.flatMap((workload) => variants.filter((variant) => weighed(workload, variant)));
const quiet = new QuietMoments(60 * patience, rounds * comparisons.length);
const times = Object.fromEntries(workloads.map((w) => [w, Object.fromEntries(variants.map((v) => [v, []]))]));
for (let round = 0; round < rounds; round += 1) {
  for (const workload of workloads) {
    // Another variant begins each round, so that none always runs beside the same neighbour.
    for (let turn = 0; turn < variants.length; turn += 1) {
      const variant = variants[(turn + round) % variants.length];
      const nsPerEvent = VARIANTS[variant].without?.includes(workload)
        ? undefined
        : weighed(workload, variant)
          ? quiet.measure(() => measure(workload, variant))
          : measure(workload, variant);
      if (nsPerEvent !== undefined) times[workload][variant].push(nsPerEvent);
    }
  }
  process.stderr.write(`round ${round + 1} of ${rounds} done\n`);
}

const results = {
  schema: "tiltak.bench/1",
  date: started.toISOString().slice(0, 10),
  startedAt: started.toISOString(),
  note: options.note,
  clock: options.clock,
  rounds,
  quiet: patience > 0 ? quiet.report() : null,
  machine: {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAtStart,
    loadAtEnd: loadavg()[0],
    node: process.version,
    v8: process.versions.v8,
    compiler: firstLine(COMPILER, ["--version"]),
    python: firstLine(PYTHON, ["--version"]),
    simpy: firstLine(PYTHON, ["-c", "import simpy; print(simpy.__version__)"]),
    simjs: packageVersion("simjs"),
    simscript: packageVersion("simscript"),
  },
  yardsticks: Object.fromEntries(
    ["draws.mjs", "harness.mjs", "plain.mjs", "limit.cpp", "workloads.json"].map((file) => [file, sha256(file)]),
  ),
  missing,
  workloads: workloads.map(summary),
  bars: bars(),
  memory: options.only === undefined ? memory() : [],
  collections: options.only === undefined ? collections() : null,
  workers: options.only === undefined ? workers() : null,
};

const complete = rounds >= FULL_ROUNDS && options.only === undefined && options.variants === undefined;
const out = options.out ?? here(complete ? `./runs/${results.date}` : "./.data/partial");
mkdirSync(out, { recursive: true });
writeFileSync(`${out}/results.json`, `${JSON.stringify(results, null, 1)}\n`);
const markdown = markdownOf(results);
writeFileSync(`${out}/results.md`, `# Benchmark run of ${results.date}\n\n${markdown}`);
process.stdout.write(`${markdown}\nwritten to ${out}\n`);

/** Says which variants cannot run here, and why; compiles the C++ limit on the way. */
function unavailable() {
  const why = {};
  if (wanted.includes("cpp")) {
    const source = here("./yardsticks/limit.cpp");
    const built = spawnSync(COMPILER, ["-O2", "-std=c++17", "-ffp-contract=off", "-o", CPP_BINARY, source]);
    if (built.status !== 0) why.cpp = `no ${COMPILER} on this machine`;
  }
  if (wanted.includes("simpy") && firstLine(PYTHON, ["-c", "import simpy"]) === null) {
    why.simpy = "no Python with SimPy on this machine (python3-simpy3)";
  }
  for (const name of JAVASCRIPT_PEERS.names) {
    if (wanted.includes(name) && packageVersion(name) === null) why[name] = "not installed";
  }
  return why;
}

/** Times one variant of one workload once; nanoseconds an event, or undefined if the variant cannot say the workload. */
function measure(workload, name) {
  const variant = VARIANTS[name];
  const { sizes } = catalogue[workload];
  const expected = sizes[variant.sizes[workload] ?? variant.size];
  const warmup = (sizes.tiny !== undefined && variant.size === "tiny" ? sizes.tiny : sizes.small).size;
  const [program, args] = variant.command(workload, expected.size, warmup, []);
  const result = JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
  if (result.unsupported) return undefined;
  if (result.digest !== expected.digest) {
    throw new Error(`${name} on ${workload}: digest ${result.digest}, expected ${expected.digest}: not the same work`);
  }
  return (options.clock === "cpu" ? result.cpuNs : result.ns) / expected.events;
}

function summary(workload) {
  const measured = Object.entries(times[workload]).filter(([, ns]) => ns.length > 0);
  return {
    name: workload,
    title: catalogue[workload].title,
    variants: measured.map(([name, ns]) => ({
      name,
      size: catalogue[workload].sizes[VARIANTS[name].sizes[workload] ?? VARIANTS[name].size].size,
      medianNs: round(median(ns)),
      minNs: round(Math.min(...ns)),
      maxNs: round(Math.max(...ns)),
      ns: ns.map(round),
    })),
  };
}

/** How many times as fast `fast` is as `slow`: the median over the rounds of the ratio within a round. */
function ratio(workload, fast, slow) {
  const a = times[workload]?.[fast] ?? [];
  const b = times[workload]?.[slow] ?? [];
  if (a.length === 0 || b.length === 0) return null;
  const each = a.map((ns, i) => b[i] / ns);
  return { median: round(median(each)), min: round(Math.min(...each)), max: round(Math.max(...each)) };
}

function bars() {
  const peers = workloads.flatMap((workload) =>
    JAVASCRIPT_PEERS.names.flatMap((against) =>
      ["events", "processes"].map((variant) => ({ ...JAVASCRIPT_PEERS, workload, variant, against })),
    ),
  );
  return [...BARS, ...peers].flatMap(({ workload, variant, against, must, aim }) => {
    const measured = ratio(workload, variant, against);
    if (measured === null) return [];
    return [{ workload, variant, against, ratio: measured, ...verdictOf(measured.median, must, aim) }];
  });
}

/** Bytes an entity: on the JavaScript heap after a full collection, or resident memory for C++ and Python. */
function memory() {
  return variants.flatMap((name) => {
    const variant = VARIANTS[name];
    if (variant.without?.includes("memory")) return [];
    const [program, args] = variant.command("memory", MEMORY_ENTITIES, 0, ["--expose-gc"]);
    const result = JSON.parse(execFileSync(program, args, { encoding: "utf8" }));
    if (result.unsupported) return [];
    return [{ name, entities: MEMORY_ENTITIES, bytesPerEntity: Math.round(result.bytes / MEMORY_ENTITIES) }];
  });
}

/** Garbage collections during 10^7 events, and during 10^7 turns of an empty loop, after a warm-up; each of several tries. */
function collections() {
  const count = (kind) => {
    const args = ["--trace-gc", here("./tiltak/gc.mjs"), kind, String(GC_STEPS)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`gc.mjs ${kind}: ${stderr}`);
    const { began, ended } = JSON.parse(stderr);
    const at = [...stdout.matchAll(/([\d.]+) ms: (?:Scavenge|Mark-Compact|Minor)/g)].map(([, ms]) => Number(ms));
    // The warm-up collects too: where none is seen at all, the trace was not read.
    if (at.length === 0) throw new Error(`gc.mjs ${kind}: no collection in ${stdout}`);
    return at.filter((ms) => ms > began && ms < ended).length;
  };
  const tries = (kind) => Array.from({ length: GC_TRIES }, () => count(kind));
  return { steps: GC_STEPS, events: tries("events"), emptyLoop: tries("empty") };
}

/** How many times as fast a study is in two worker threads as in one, round by round. */
function workers() {
  const time = (count) => {
    const args = [here("./tiltak/workers.mjs"), String(count), String(WORKER_REPLICATIONS)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  };
  const each = Array.from({ length: rounds }, () => {
    const [one, two] = [time(1), time(2)];
    if (one.digest !== two.digest) throw new Error(`two workers give ${two.digest}, one gives ${one.digest}`);
    return one.ns / two.ns;
  });
  const measured = { median: round(median(each)), min: round(Math.min(...each)), max: round(Math.max(...each)) };
  return { replications: WORKER_REPLICATIONS, ratio: measured, ...verdictOf(measured.median, 1.7, 1.9) };
}

function verdictOf(ratio, must, aim) {
  const verdict = ratio < must ? "missed" : aim === undefined || ratio >= aim ? "aim reached" : "met";
  return { must, aim: aim ?? null, verdict };
}

function median(xs) {
  const sorted = [...xs].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function round(x) {
  return Number(x.toPrecision(4));
}

function sha256(file) {
  return createHash("sha256")
    .update(readFileSync(here(`./yardsticks/${file}`)))
    .digest("hex");
}

function firstLine(program, args) {
  const result = spawnSync(program, args, { encoding: "utf8" });
  return result.status === 0 ? result.stdout.split("\n")[0].trim() : null;
}

function packageVersion(name) {
  const file = here(`./node_modules/${name}/package.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}
