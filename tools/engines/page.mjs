// What must come out the same in every JavaScript engine, as one digest a section. Bundled by run.mjs, then run in Node and in
// browsers from the same bundle. No clock, no chance, no input but `data`.

import * as core from "@tiltak/sim-core";
import { programmeModel } from "@tiltak/sim-core/programme";
import fc from "fast-check";
import { machineShop, makeDraws, programmeAsEvents, programmeAsProcesses } from "../../bench/tiltak/in-browsers.mjs";
import { runKernel } from "../../packages/sim-core/test/support/kernel-driver.ts";
import { crowds, worlds } from "../../packages/sim-core/test/support/kernel-worlds.ts";

/**
 * @typedef {object} Data
 * @property {string} reference lines of packages/sim-core/test/reference/math-reference.txt
 * @property {string} golden lines of packages/sim-core/test/golden/math-bits.txt
 * @property {Readonly<Record<string, import("@tiltak/sim-core").Parameters>>} programmes parameters by scenario
 * @property {readonly import("@tiltak/sim-core").ScenarioInput[]} scenarios scenarios of a study, with their distributions
 * @property {Readonly<Record<"programme" | "machine-shop", { readonly size: number, readonly digest: string }>>} workloads of the benchmark, with the digests committed there
 */

/** How many random worlds of each kind are run, by a seed that does not change. */
const worldCount = 400;

/**
 * Compute all sections.
 *
 * @param {Data} data
 * @returns {Promise<Record<string, string>>} section to what came out
 */
export async function sections(data) {
  /** @type {Record<string, string>} */
  const found = { "mathematical functions": mathematics(data), streams: streams(), distributions: distributions() };
  Object.assign(found, workloads(data));
  found["random worlds of processes"] = randomWorlds();
  for (const [name, parameters] of Object.entries(data.programmes)) found[`programme: ${name}`] = programme(parameters);
  found["study: a sweep in this thread"] = await study(data);
  found["study: stopped and gone on with"] = await stoppedStudy(data);
  return found;
}

/** Every function at every reference point, counted against the golden bits. @param {Data} data */
function mathematics(data) {
  const golden = new Map(
    data.golden
      .trim()
      .split("\n")
      .map((line) => [line.split(" ")[0], line.split(" ").slice(1)]),
  );
  const positions = new Map();
  const digest = new Digest();
  let different = 0;
  let points = 0;
  for (const line of data.reference.trim().split("\n")) {
    const [name = "", argumentBits = "", nearest = ""] = line.split(" ");
    const value = Reflect.get(core, name)(...argumentBits.split(",").map(numberOf));
    digest.add(value);
    const position = positions.get(name) ?? 0;
    positions.set(name, position + 1);
    const offset = BigInt(golden.get(name)?.[position] ?? "9999");
    // The golden file counts doubles towards larger values: below 0 that is towards smaller bits.
    const bits = BigInt(`0x${nearest}`);
    if (bitsOf(value) !== (bits >> 63n === 1n ? bits - offset : bits + offset)) different++;
    points++;
  }
  return `${points} points, ${different} beside the golden bits, ${digest.text()}`;
}

function streams() {
  const digest = new Digest();
  for (const seed of ["tiltak", "blåbær", "2024"]) {
    const key = core.keyFromSeed(seed, 1);
    const addressed = new core.AddressedStreams(key);
    const sequential = new core.SequentialStream(key);
    for (let i = 0; i < 5000; i++) {
      digest.add(addressed.uniform(i, 7, 3, i & 15));
      digest.add(addressed.exponential(1, i, 4));
      digest.add(addressed.normal(2, i, 5));
      digest.add(addressed.source(3, i, 6).uniform());
      digest.add(sequential.normal());
    }
  }
  return digest.text();
}

function distributions() {
  const digest = new Digest();
  for (const family of core.distributionFamilies()) {
    for (const spec of family.examples) {
      const d = core.distributionOf(spec);
      digest.add(d.mean());
      digest.add(d.variance());
      for (let i = 0; i <= 100; i++) {
        const x = d.quantile(i / 100);
        digest.add(x);
        digest.add(d.cdf(x));
        digest.add(d.density(x));
      }
    }
  }
  return digest.text();
}

/**
 * The programme-like workload in both views, 13,000 people for ten years, and the machine shop with its preemptions: their digests are
 * counts and sums to the last bit, and must be the ones that are committed.
 *
 * @param {Data} data
 */
function workloads({ workloads: { programme: years, "machine-shop": minutes } }) {
  const draws = makeDraws();
  /** @param {import("../../bench/tiltak/in-browsers.mjs").Workload} run @param {{ size: number, digest: string }} of */
  const text = (run, { size, digest: committed }) => {
    const { events, digest } = run(draws, size, { start() {}, stop() {} });
    return `${events} events, ${digest === committed ? "as committed" : "NOT as committed"}, ${digest}`;
  };
  return {
    "programme-like workload, events": text(programmeAsEvents, years),
    "programme-like workload, processes": text(programmeAsProcesses, years),
    "machine shop, processes": text(machineShop, minutes),
  };
}

/** Scripts of processes over resources, stores, a container, gates and groups of waits, as the property tests run them: their logs. */
function randomWorlds() {
  const kinds = [worlds(6, 14), crowds(8, 10)];
  const all = kinds.flatMap((kind) => fc.sample(kind, { numRuns: worldCount, seed: 1 }));
  const logs = all.map((world) => runKernel(world));
  const lines = logs.flat();
  return `${logs.length} worlds, ${lines.length} lines, ${digestOf(lines.join("\n"))}`;
}

/** One replication: every observation, by measure, group, time and value. @param {import("@tiltak/sim-core").Parameters} parameters */
function programme(parameters) {
  const digest = new Digest();
  let observations = 0;
  programmeModel.run(parameters, {
    key: core.keyFromSeed("engines", 0),
    number: 0,
    observe: (measure, group, time, value) => {
      for (const letter of `${measure} ${group}`) digest.add(letter.codePointAt(0) ?? 0);
      digest.add(time);
      digest.add(value);
      observations++;
    },
  });
  return `${observations} observations, ${digest.text()}`;
}

/** A sweep over points of a design, its parameters drawn, and its progress followed: the bytes of its estimates. @param {Data} data */
async function study(data) {
  const running = core.runStudy(sweepOf(data));
  let last = "";
  for await (const { phase, done, total } of running.progress) last = `${phase} ${done}/${total}`;
  const { estimates } = await running;
  return `${estimates.estimates.length} estimates, last told ${last}, ${digestOf(core.formatEstimates(estimates))}`;
}

/** The same sweep, stopped by a signal and gone on with in the same store: the same bytes. @param {Data} data */
async function stoppedStudy(data) {
  const store = new core.MemoryStore();
  const stop = new AbortController();
  /** @param {import("@tiltak/sim-core").StudyProgress} progress */
  const onProgress = ({ done }) => {
    if (done >= 3) stop.abort();
  };
  const stopped = await core.runStudy({ ...sweepOf(data), store, signal: stop.signal, onProgress }).then(
    () => "not stopped",
    (error) => error.code,
  );
  const { estimates } = await core.runStudy({ ...sweepOf(data), store });
  return `${stopped}, ${digestOf(core.formatEstimates(estimates))}`;
}

/** @param {Data} data @returns {import("@tiltak/sim-core").StudyOptions} */
function sweepOf(data) {
  const varied = /** @type {const} */ ({
    "transfer.share": { distribution: "uniform", min: 0.2, max: 0.9 },
    "waiting.surplus-arrivals-per-year": { distribution: "pert", min: 100, mode: 600, max: 1500 },
  });
  const units = new core.SobolSequence(2, new core.SequentialStream(core.keyFromSeed("engines"))).points(3);
  return {
    model: programmeModel,
    scenarios: data.scenarios,
    points: core.designPoints(varied, units),
    replications: 2,
    seed: "motorer",
    headline: [{ measure: "participants", group: {}, time: 2 }],
  };
}

/** @param {string} text */
function digestOf(text) {
  const digest = new Digest();
  for (const letter of text) digest.add(letter.codePointAt(0) ?? 0);
  return digest.text();
}

/** @param {string} hex */
function numberOf(hex) {
  return new DataView(BigUint64Array.of(BigInt(`0x${hex}`)).buffer).getFloat64(0, true);
}

/** @param {number} x */
function bitsOf(x) {
  return new BigUint64Array(Float64Array.of(x).buffer)[0];
}

/** Sixty-four bits over the exact bits of numbers, in their order; every NaN counts as the same. */
class Digest {
  #low = 0x811c9dc5;
  #high = 0x2f0b4a27;
  #double = new Float64Array(1);
  #words = new Uint32Array(this.#double.buffer);

  /** @param {number} x */
  add(x) {
    this.#double[0] = Number.isNaN(x) ? Number.NaN : x;
    const [first = 0, second = 0] = Number.isNaN(x) ? [1, 0x7ff80000] : this.#words;
    this.#low = Math.imul(this.#low ^ first, 0x01000193) ^ second;
    this.#high = Math.imul(this.#high ^ second ^ (this.#low >>> 15), 0x85ebca6b) ^ (this.#high >>> 13);
  }

  text() {
    return [this.#high, this.#low].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
