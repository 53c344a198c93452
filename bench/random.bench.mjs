// How fast random numbers come, beside the built-in generator and seedrandom's, all in one run: node bench/random.bench.mjs
// Processor time of this process, median of nine rounds in which the variants take turns; ratios to Math.random of the same run.
// Needs the build (pnpm build). Draws of the addressed streams are at new addresses each time, as a model makes them.

import { createRequire } from "node:module";
import {
  AddressedStreams,
  exp,
  keyFromSeed,
  log,
  normalQuantile,
  philox4x32,
  pow,
  SequentialStream,
  uniformOfWords,
} from "@tiltak/sim-core";

const fromCore = createRequire(import.meta.resolve("@tiltak/sim-core"));
const seedrandom = fromCore("seedrandom");
const draws = 2_000_000;
const rounds = 9;

const key = keyFromSeed("bench", 0);
const streams = new AddressedStreams(key);
const sequential = new SequentialStream(key);
const block = new Uint32Array(4);
const arc4 = seedrandom("bench");
const xorwow = fromCore("seedrandom/lib/xorwow")("bench");
const alea = fromCore("seedrandom/lib/alea")("bench");

/** @type {Readonly<Record<string, (n: number) => number>>} sums of n draws */
const variants = {
  "Math.random": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.random();
    return sum;
  },
  "seedrandom (ARC4)": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += arc4();
    return sum;
  },
  "seedrandom alea": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += alea();
    return sum;
  },
  "seedrandom xorwow": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += xorwow();
    return sum;
  },
  "sequential uniform": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += sequential.uniform();
    return sum;
  },
  "addressed uniform": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += streams.uniform(7, i, 3, 1);
    return sum;
  },
  "the same in plain JavaScript": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      philox4x32(0, (3 << 20) | 1, i, 7, key.low, key.high, block);
      sum += uniformOfWords(block[0] ?? 0, block[1] ?? 0);
    }
    return sum;
  },
  "addressed source, 2 uniforms each": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i += 2) {
      const source = streams.source(7, i, 4);
      sum += source.uniform() + source.uniform();
    }
    return sum;
  },
  "addressed exponential": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += streams.exponential(7, i, 5);
    return sum;
  },
  "addressed normal": (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += streams.normal(7, i, 6);
    return sum;
  },
};

/** Our functions beside the built-in ones, on the same arguments. */
const xs = Float64Array.from({ length: 4096 }, () => 4 * sequential.uniform());
/** @type {Readonly<Record<string, readonly [ours: (x: number) => number, builtIn: (x: number) => number]>>} */
const functions = {
  exp: [exp, Math.exp],
  log: [log, Math.log],
  "pow(x, 0.7)": [(x) => pow(x, 0.7), (x) => x ** 0.7],
  normalQuantile: [(x) => normalQuantile(x / 4), (x) => Math.log(x)],
};

/** @param {() => number} work @returns {number} nanoseconds of processor time */
function cpu(work) {
  const before = process.cpuUsage();
  checksum += work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) * 1000;
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

let checksum = 0;
const names = Object.keys(variants);
const times = Object.fromEntries(names.map((name) => [name, /** @type {number[]} */ ([])]));
for (const name of names) variants[name]?.(draws / 4);
for (let round = 0; round < rounds; round++) {
  for (const name of names) times[name]?.push(cpu(() => variants[name]?.(draws) ?? 0) / draws);
}
const base = median(times["Math.random"] ?? []);
console.log("draw                                     ns     M/s   time / Math.random");
for (const name of names) {
  const ns = median(times[name] ?? []);
  const columns = [ns.toFixed(1).padStart(8), (1000 / ns).toFixed(0).padStart(8), (ns / base).toFixed(2).padStart(10)];
  console.log(name.padEnd(34) + columns.join(""));
}

console.log("\nfunction                         ours ns  built-in ns   ours / built-in");
for (const [name, pair] of Object.entries(functions)) {
  const sums = pair.map((f) => () => {
    let sum = 0;
    for (let k = 0; k < 100; k++) for (const x of xs) sum += f(x);
    return sum;
  });
  for (const sum of sums) cpu(sum);
  const found = sums.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < rounds; round++) {
    for (const [i, sum] of sums.entries()) found[i]?.push(cpu(sum) / 409_600);
  }
  const [ours = Number.NaN, builtIn = Number.NaN] = found.map(median);
  const against = name === "normalQuantile" ? "  (against Math.log)" : "";
  console.log(
    name.padEnd(32) +
      ours.toFixed(1).padStart(8) +
      builtIn.toFixed(1).padStart(13) +
      (ours / builtIn).toFixed(2).padStart(14) +
      against,
  );
}
if (!Number.isFinite(checksum)) throw new Error("a draw was not a number");
