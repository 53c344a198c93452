// What every JavaScript variant shares: the draws, a stopwatch, the digest, and the command line
// `node VARIANT.mjs WORKLOAD SIZE [WARMUP]`, which prints one JSON line. A variant is a table of functions
// `(draws, size, watch) -> { events, digest }`; it starts the watch when its set-up is over.
import { loadDraws } from "./draws.mjs";

/** The wrap of an index into the draws. */
export const MASK = (1 << 20) - 1;

/** Parameters of the workloads; their meaning stands in README.md. Frozen. */
export const MM1 = { interarrivalMean: 1.25 };
export const SHOP = {
  machines: 10,
  partFixed: 5,
  partMean: 5,
  failureMean: 60,
  repairMean: 5,
  jobMean: 30,
  jobRow: 31,
};
export const PROGRAMME = {
  people: 13000,
  enterprises: 300,
  popular: 50,
  places: 45,
  patienceMean: 0.25,
  retryMean: 0.1,
  stayMean: 1,
  exitMean: 2,
  reviewYears: 0.5,
  awayMean: 0.02,
  row: 80,
};
export const STORM = { timers: 10000, cancelsPerEvent: 4 };
export const CREATION = { interarrivalMean: 0.01 };

/** Draw k of person p: rows of 80 draws that wrap. */
export function personIndex(p, k) {
  return p * PROGRAMME.row + (k % PROGRAMME.row);
}

/** The enterprise a draw points at: 0-299, the first 50 twice as popular. */
export function enterpriseOf(draw) {
  const e = Math.floor(draw * 1048576) % (PROGRAMME.enterprises + PROGRAMME.popular);
  return e >= PROGRAMME.enterprises ? e - PROGRAMME.enterprises : e;
}

const scratch = new DataView(new ArrayBuffer(8));

/** The 16 hexadecimal digits of a double: equal digits, equal number. */
export function hex(x) {
  scratch.setFloat64(0, x);
  return scratch.getBigUint64(0).toString(16).padStart(16, "0");
}

/** Joins the outputs of a run: integers as they are, the doubles among them in hexadecimal. */
export function digestOf(integers, doubles) {
  return [...integers.map(String), ...doubles.map(hex)].join(":");
}

class Stopwatch {
  started = 0n;
  startedCpu = undefined;
  ns = 0;
  cpuNs = 0;
  start() {
    this.startedCpu = process.cpuUsage();
    this.started = process.hrtime.bigint();
  }
  stop() {
    this.ns = Number(process.hrtime.bigint() - this.started);
    // Of all threads: the compiler's and the collector's helpers count too.
    const { user, system } = process.cpuUsage(this.startedCpu);
    this.cpuNs = 1000 * (user + system);
  }
}

/** Runs the workload named on the command line after an untimed warm-up of its own and prints the measurement. */
export async function main(workloads) {
  const [workload, sizeText, warmupText] = process.argv.slice(2);
  const run = workloads[workload];
  if (run === undefined) {
    console.log(JSON.stringify({ unsupported: true }));
    return;
  }
  const draws = loadDraws();
  if (warmupText !== undefined && warmupText !== "0") await run(draws, Number(warmupText), new Stopwatch());
  const watch = new Stopwatch();
  const { events, digest, ...rest } = await run(draws, Number(sizeText), watch);
  console.log(JSON.stringify({ ns: watch.ns, cpuNs: watch.cpuNs, events, digest, ...rest }));
}

/** Bytes in use by the JavaScript heap and its array buffers after a full collection; needs --expose-gc. */
export function bytesInUse() {
  globalThis.gc();
  globalThis.gc();
  const usage = process.memoryUsage();
  return usage.heapUsed + usage.external;
}
