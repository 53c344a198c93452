// What common random numbers bring: node bench/experiments/variance-reduction.mjs [REPLICATIONS] [--record]
// Baseline and full-scale-transfer at `transfer.share` 0.1 and 1 meet the same luck; the baseline is run under a second seed too, so that
// independent streams are measured and not only reckoned. The factor of a measure is the variance of the difference with independent
// streams over that of the paired one: as many times more replications would independent streams need. --record keeps the figures for
// docs/experiments.md (then: node bench/experiments/page.mjs). Needs the build.

import { resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import {
  drawMeans,
  normalQuantile,
  runStudy,
  sampleCorrelation,
  sampleVariance,
  varianceComponents,
} from "@tiltak/sim-core";
import { codeDigest, workerPool } from "@tiltak/sim-core/node";
import { keepRecord, machine } from "./record.mjs";

const numbers = process.argv.slice(2).filter((word) => /^\d+$/.test(word));
const replications = Number(numbers[0] ?? 400);
const model = { module: import.meta.resolve("@tiltak/sim-core/programme"), export: "programmeModel" };
const years = 10;
const shares = [0.1, 1];
const level = 0.95;
const measures = [
  "participants",
  "positions",
  "match-quality",
  "candidates-waiting",
  "net-public-cost",
  "cost-per-position",
  "enterprises-closed",
  "people-who-lost-their-place",
];

const [baseline] = resolveScenarios(["baseline"], { years }).map(toScenarioInput);
const others = shares.map((share) => {
  const [scenario] = resolveScenarios(["full-scale-transfer"], { years, set: [`transfer.share=${share}`] });
  return { ...toScenarioInput(scenario), id: `share ${share}` };
});
const executor = workerPool();

/** Values of the headline in the last year, by scenario and measure, in replication order. */
async function valuesOf(scenarios, seed, fixedParameters) {
  const { observations, failures } = await runStudy({
    model,
    scenarios,
    replications,
    seed,
    fixedParameters,
    executor,
  });
  if (failures.length > 0) throw new Error(`a replication failed: ${failures[0].message}`);
  const cells = await observations.cells();
  const out = scenarios.map(() => new Map());
  for (const measure of measures) {
    const at = cells.findIndex((cell) => cell.measure === measure && cell.group === "{}" && cell.time === years);
    if (at < 0) throw new Error(`${measure} is not observed`);
    for (const values of out) values.set(measure, new Float64Array(replications));
    await observations.read(at, at + 1, (scenario, _point, replication, _cell, value) => {
      out[scenario].get(measure)[replication] = value;
    });
  }
  return out;
}

const minus = (a, b) => a.map((value, i) => value - b[i]);

/** Variance with independent streams over the paired one. */
function factorOf(a, b) {
  return (sampleVariance(a) + sampleVariance(b)) / sampleVariance(minus(b, a));
}

/** The factor with a jackknife interval of its logarithm over units. */
function factorWithInterval(a, b) {
  const n = a.length;
  const factor = factorOf(a, b);
  if (!(factor > 0 && Number.isFinite(factor))) return { factor: null, low: null, high: null };
  const pseudo = Array.from(a, (_, left) => {
    const rest = (values) => values.filter((_value, i) => i !== left);
    return n * Math.log(factor) - (n - 1) * Math.log(factorOf(rest(a), rest(b)));
  });
  const centre = pseudo.reduce((sum, x) => sum + x, 0) / n;
  const error = Math.sqrt(sampleVariance(pseudo) / n) * normalQuantile(0.5 + level / 2);
  return { factor, low: Math.exp(centre - error), high: Math.exp(centre + error) };
}

const rows = [];
for (const fixedParameters of [true, false]) {
  const [a, ...paired] = await valuesOf([baseline, ...others], "variance reduction", fixedParameters);
  const [apart] = await valuesOf([baseline], "other streams", fixedParameters);
  for (const [i, b] of paired.entries()) {
    for (const measure of measures) {
      const unit = (values) => (fixedParameters ? values : drawMeans(values, 2));
      const [one, two, independent] = [a, b, apart].map((values) => unit(values.get(measure)));
      const measured = sampleVariance(minus(two, independent)) / sampleVariance(minus(two, one));
      // With drawn parameters, streams that share the draws and not the chance lie in between: what is left to common chance alone.
      const split = (values) => varianceComponents(values, 2, level);
      const chance = (values) => split(values).chanceVariance / 2;
      const difference = minus(b.get(measure), a.get(measure));
      const sharedDraws = fixedParameters
        ? null
        : (split(difference).parameterVariance + chance(a.get(measure)) + chance(b.get(measure))) /
          (split(difference).parameterVariance + chance(difference));
      rows.push({
        parameters: fixedParameters ? "fixed" : "drawn",
        share: shares[i],
        measure,
        units: one.length,
        sdOfA: Math.sqrt(sampleVariance(one)),
        sdOfB: Math.sqrt(sampleVariance(two)),
        sdOfDifference: Math.sqrt(sampleVariance(minus(two, one))),
        correlation: sampleCorrelation(one, two),
        ...factorWithInterval(one, two),
        measured: Number.isFinite(measured) ? measured : null,
        sharedDraws: sharedDraws !== null && Number.isFinite(sharedDraws) ? sharedDraws : null,
      });
    }
  }
}
await executor.close();

console.table(
  rows.map(({ parameters, share, measure, correlation, factor, low, high, measured, sharedDraws }) => ({
    parameters,
    share,
    measure,
    correlation: correlation.toFixed(3),
    factor: factor?.toFixed(2),
    interval: `${low?.toFixed(2)} to ${high?.toFixed(2)}`,
    measured: measured?.toFixed(2),
    "draws shared": sharedDraws?.toFixed(2),
  })),
);
const enough = rows.filter(({ parameters, share, factor }) => parameters === "fixed" && share === 0.1 && factor >= 5);
console.log(
  `at share 0.1 and fixed parameters ${enough.length} of ${measures.length} headline measures need at most a fifth of the replications`,
);
if (process.argv.includes("--record")) {
  const code = await codeDigest(model.module);
  keepRecord("variance-reduction", { replications, years, level, code, machine: machine(), rows });
}
