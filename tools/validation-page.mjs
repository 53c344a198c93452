// Writes the tables of recorded runs into docs/validation.md and docs/calibration.md: node tools/validation-page.mjs
//   --record [validate|calibrate|readings ...]   run the commands first (all when none is named) and keep their reports in docs/*-run.json
//   --check    write nothing; exit code 1 when a page is not what the recorded runs say

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/shell.mjs";

/** @typedef {import("@tiltak/scenarios/backtest").BackTestReport} BackTestReport */
/** @typedef {import("@tiltak/scenarios/backtest").BackTestRow} Row */
/** @typedef {import("@tiltak/scenarios/backtest").Duel} Duel */
/** @typedef {import("@tiltak/scenarios/backtest").CalibrationReport} CalibrationReport */

const commands = {
  validate: ["validate", "--replications", "40"],
  calibrate: ["calibrate", "--replications", "40"],
  readings: ["readings", "baseline", "full-scale-transfer", "--replications", "12"],
};
const flags = process.argv.slice(2);
const named = flags.filter((flag) => flag in commands);

/** @param {string} name */
const recordOf = (name) =>
  join(root, `docs/${name === "validate" ? "validation" : name === "calibrate" ? "calibration" : name}-run.json`);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(recordOf(name), "utf8"));

if (flags.includes("--record")) {
  const program = join(root, "packages/cli/bin/tiltak.js");
  for (const [name, words] of Object.entries(commands)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const outcome = await run(["node", program, ...words, "--quiet", "--format", "json"], { limitSeconds: 1800 });
    JSON.parse(outcome.output);
    writeFileSync(recordOf(name), outcome.output);
    await run(["npx", "biome", "check", "--write", recordOf(name)]);
  }
}

let stale = false;
write("docs/validation.md", { validate: validationTable(read("validate")), readings: readingsTable(read("readings")) });
write("docs/calibration.md", { calibrate: calibrationText(read("calibrate")) });
if (stale && flags.includes("--check")) {
  process.stderr.write("docs are not what the recorded runs say: node tools/validation-page.mjs\n");
  process.exitCode = 1;
}

/**
 * Put blocks into a page, between their marks.
 * @param {string} page
 * @param {Readonly<Record<string, string>>} blocks
 */
function write(page, blocks) {
  const path = join(root, page);
  const text = readFileSync(path, "utf8");
  let wanted = text;
  for (const [name, block] of Object.entries(blocks)) {
    const begin = `<!-- begin: ${name}, written by tools/validation-page.mjs -->`;
    const end = `<!-- end: ${name} -->`;
    const [head, rest] = wanted.split(begin);
    const tail = rest?.split(end)[1];
    if (head === undefined || tail === undefined) throw new Error(`${page} has no block ${begin} ... ${end}`);
    wanted = `${head}${begin}\n${block}\n${end}${tail}`;
  }
  if (wanted === text) return;
  stale = true;
  if (!flags.includes("--check")) writeFileSync(path, wanted);
}

/** @param {Row} row @param {number} value */
function number(row, value) {
  const { unit, observed } = row;
  const decimals =
    unit.startsWith("share") || unit.startsWith("positions")
      ? 3
      : unit.startsWith("thousand") || (unit === "persons" && observed > 100)
        ? 0
        : 1;
  return fixed(value, decimals);
}

/** @param {number} value @param {number} decimals */
function fixed(value, decimals) {
  return value.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** @param {readonly string[]} cells */
function line(cells) {
  return `| ${cells.join(" | ")} |`;
}

/** @param {Row} row */
function verdict(row) {
  return row.inside ? "yes" : row.missExpected ? "**no**, expected" : "**no**";
}
/** @param {Row} row */
function name(row) {
  return row.reading === undefined ? row.label.en : `${row.label.en} (read as ${row.reading})`;
}
/** @param {Row} row */
function observed(row) {
  return `${row.bound === undefined ? "" : "at most "}${number(row, row.observed)}`;
}

/** @param {BackTestReport} report */
function validationTable(report) {
  const { score, rows, misses, seed, replications } = report;
  /** @param {Row["role"]} role */
  const of = (role) => rows.filter((row) => row.role === role);
  const { coverage, national, sites } = score;
  const percent = (/** @type {number} */ x) => `${(100 * x).toFixed(0)} %`;
  const figures = (/** @type {Row} */ row) => [name(row), observed(row), number(row, row.median)];
  const judged = (/** @type {Row} */ row) => [
    ...figures(row),
    `${number(row, row.low)} to ${number(row, row.high)}`,
    verdict(row),
  ];
  const naive = (/** @type {Row} */ row, /** @type {Row["noChange"]} */ score) =>
    score === undefined ? "" : number(row, score.forecast);
  const heldOut = of("held-out").map((row) =>
    line([...judged(row), number(row, row.crps ?? Number.NaN), naive(row, row.noChange), naive(row, row.otherSites)]),
  );
  const trial = score.trialScenario;
  const labels = new Map(rows.map((row) => [row.id, row.label.en]));
  const counted = new Set(of("held-out").map(({ id }) => id));
  const list = (/** @type {readonly string[]} */ ids) =>
    ids
      .filter((id) => counted.has(id))
      .map((id) => labels.get(id))
      .join("; ") || "none";
  return [
    `Seed \`${seed}\`, ${replications} replications.`,
    "",
    "### Held out: counted",
    "",
    "| target | observed | median | 90 % interval | inside | CRPS | no change | other sites |",
    "|---|---:|---:|---|---|---:|---:|---:|",
    ...heldOut,
    "",
    `- Coverage: ${coverage.inside} of ${coverage.n} (${percent(coverage.share)}; 95 % interval ${percent(coverage.low)} to ${percent(coverage.high)}). National figures ${national.inside} of ${national.n}, sites ${sites.inside} of ${sites.n}. The 5 % point of Binomial(${coverage.n}, 0.9) is ${coverage.leastAt5Percent}: ${coverage.enough ? "enough, and just" : "**too few**"}.`,
    `- Width of the intervals: median ${percent(score.medianWidth)} of the observed value, mean ${percent(score.meanWidth)}.`,
    `- ${duel(score.noChange, "no change")}`,
    `- ${duel(score.otherSites, "as the mean of the other sites")}`,
    `- Expected beforehand to be missed, and missed: ${list(misses.foreseen)}.`,
    `- Missed though not expected: ${list(misses.unforeseen)}.`,
    "",
    ...(trial === undefined
      ? []
      : [
          "### The scenario of the trial, from nothing: counted apart",
          "",
          "| target | observed | median | 90 % interval | inside |",
          "|---|---:|---:|---|---|",
          ...of("scenario").map((row) => line(judged(row))),
          "",
          `${trial.inside} of ${trial.n} lie inside.`,
          "",
        ]),
    "### Calibrated: not counted",
    "",
    "| target | observed | median | 90 % interval | inside |",
    "|---|---:|---:|---|---|",
    ...of("calibrated").map((row) => line(judged(row))),
    "",
    "### Follow by arithmetic: not counted",
    "",
    "| figure | printed | computed | agrees |",
    "|---|---:|---:|---|",
    ...of("derived").map((row) => line([...figures(row), row.inside ? "yes" : "**no**"])),
  ].join("\n");
}

/** @param {Duel} duel @param {string} opponent */
function duel(duel, opponent) {
  const percent = (/** @type {number} */ x) => `${(100 * x).toFixed(0)} %`;
  const range = (/** @type {Duel["gain"]} */ gain) =>
    `${(100 * gain.low).toFixed(1)} to ${(100 * gain.high).toFixed(1)}`;
  const told = (/** @type {Duel["gain"]} */ gain) =>
    gain.low > 0 ? "the model is better" : gain.high < 0 ? "**the model is worse**" : "they **cannot be told apart**";
  return (
    `Against "${opponent}" on ${duel.rows} targets: mean CRPS ${percent(duel.model)} of the observed value against ${percent(duel.naive)}, better on ${duel.wins}; difference ${range(duel.gain)} percentage points (90 %): ${told(duel.gain)}. ` +
    `Against the same number with the noise of counting, on ${duel.rowsWithNoise}: ${percent(duel.modelWithNoise)} against ${percent(duel.naiveWithNoise)}; ${range(duel.gainWithNoise)}: ${told(duel.gainWithNoise)}.`
  );
}

/** @param {{ seed: string, replications: number, scenarios: readonly string[], readings: readonly { reading: string, own: Record<"share" | "mean", { median: number, low: number, high: number }>, differences: readonly { measure: string, mean: number | null, jointHalfWidth: number | null }[] }[] }} report */
function readingsTable(report) {
  const measures = report.readings[0]?.differences.map(({ measure }) => measure) ?? [];
  const [a, b] = report.scenarios;
  /** @param {string} measure @param {number | null} mean @param {number | null} half */
  const cell = (measure, mean, half) => {
    if (mean === null) return "";
    const scale = measure === "net-public-cost" ? 1e6 : measure.includes("cost") ? 1e3 : 1;
    const show = (/** @type {number} */ x) => fixed(x / scale, measure === "match-quality" ? 3 : 0);
    return `${show(mean)}${half === null ? "" : ` ± ${show(half)}`}`;
  };
  const units = /** @type {Readonly<Record<string, string>>} */ ({
    "net-public-cost": " (million NOK a year)",
    "cost-per-position": " (thousand NOK)",
  });
  const rows = measures.map((measure) => {
    const cells = report.readings.map(({ differences }) => {
      const row = differences.find((one) => one.measure === measure);
      return row === undefined ? "" : cell(measure, row.mean, row.jointHalfWidth);
    });
    return line([`${measure}${units[measure] ?? ""}`, ...cells]);
  });
  /** @param {"share" | "mean"} kind @param {number} decimals */
  const own = (kind, decimals) =>
    report.readings
      .map(
        ({ own }) =>
          `${own[kind].median.toFixed(decimals)} (${own[kind].low.toFixed(decimals)} to ${own[kind].high.toFixed(decimals)})`,
      )
      .join(" | ");
  return [
    `\`${b}\` minus \`${a}\` in the last year, with joint 95 % half-widths. Seed \`${report.seed}\`, ${report.replications} replications each.`,
    "",
    `| | ${report.readings.map(({ reading }) => reading).join(" | ")} |`,
    `|---|${report.readings.map(() => "---:|").join("")}`,
    ...rows,
    `| baseline's own share of dropouts within three years (source: 0.85) | ${own("share", 2)} |`,
    `| baseline's own mean time in years, as the reading has it (source: 2.5) | ${own("mean", 1)} |`,
  ].join("\n");
}

/** @param {CalibrationReport} report */
function calibrationText(report) {
  const show = (/** @type {number | null} */ x, /** @type {number} */ decimals) =>
    x === null || !Number.isFinite(x) ? "" : fixed(x, decimals);
  const fits = report.fits.map((fit) => {
    const withRegistry = fit.targets.some(({ registry }) => registry !== undefined);
    return [
      `### ${fit.title.en}`,
      "",
      `${fit.method.en}.`,
      "",
      `| target | observed | fitted |${withRegistry ? " by the registry |" : ""}`,
      `|---|---:|---:|${withRegistry ? "---:|" : ""}`,
      ...fit.targets.map(
        (target) =>
          `| ${target.label.en} | ${show(target.observed, target.decimals)} | ${show(target.fitted, target.decimals)} |${withRegistry ? ` ${target.registry === undefined ? "" : show(target.registry, target.decimals)} |` : ""}`,
      ),
      "",
      "| value | fitted | 90 % range | in the registry |",
      "|---|---:|---|---|",
      ...fit.values.map(
        (value) =>
          `| ${typeof value.name === "string" ? `\`${value.name}\`` : value.name.en} | ${show(value.fitted, value.decimals)} | ${value.low === null || !Number.isFinite(value.low) ? "" : `${show(value.low, value.decimals)} to ${show(value.high, value.decimals)}`} | ${value.registry === undefined ? "" : `\`${value.registry}\``} |`,
      ),
      ...(fit.note === undefined ? [] : ["", fit.note.en]),
    ].join("\n");
  });
  return [`Seed \`${report.seed}\`, ${report.replications} replications.`, "", fits.join("\n\n")].join("\n");
}
