// Writes the recorded measurements into the docs: node bench/experiments/page.mjs; with --check it only says, by its exit code, whether the pages
// are what the records say.

import { readFileSync, writeFileSync } from "node:fs";
import { hasRecord, readRecord } from "./record.mjs";

const check = process.argv.includes("--check");
const one = (x) => x.toFixed(1);
const whole = (x) => Math.round(x).toLocaleString("en-GB");
const megabytes = (bytes) => (bytes < 10e6 ? one(bytes / 1e6) : whole(bytes / 1e6));
const table = (head, right, rows) =>
  [head, head.map((_, i) => (right.has(i) ? "---:" : "---")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
const where = ({ date, machine: { cores, node, load } }) =>
  `Measured on ${date}, ${cores} cores, Node ${node}${load === undefined ? "" : `, machine load ${load} at the end`}.`;

/** What stands between the marks of a page, by the name of the record. */
const blocks = {
  "variance-reduction": {
    page: "experiments.md",
    write(record) {
      const { rows, replications, level } = record;
      const groups = [...new Set(rows.map(({ parameters, share }) => `${parameters} ${share}`))];
      const measures = [...new Set(rows.map(({ measure }) => measure))];
      const size = (x) => (x === null ? "-" : x < 9.95 ? one(x) : whole(x));
      const cell = (row) => `${size(row.factor)} (${size(row.low)}-${size(row.high)})`;
      const found = (measure, group) =>
        rows.find((row) => row.measure === measure && `${row.parameters} ${row.share}` === group);
      const titles = groups.map((group) => group.replace(/^(\w+) (.*)$/, "$1, share $2"));
      const fixed = rows.filter(({ parameters, share }) => parameters === "fixed" && share === 0.1);
      const fifth = fixed.filter(({ factor }) => factor >= 5);
      return [
        `Factor for each headline measure, full-scale-transfer against baseline after ${record.years} years, ${replications} replications, with ${100 * level} % intervals:`,
        "",
        table(
          ["measure", ...titles],
          new Set([1, 2, 3, 4]),
          measures.map((measure) => [`\`${measure}\``, ...groups.map((group) => cell(found(measure, group)))]),
        ),
        "",
        `At share 0.1 and fixed parameters ${fifth.length} of ${fixed.length} measures need at most a fifth of the replications that independent streams need. ${where(record)}`,
      ].join("\n");
    },
  },
  forecast: {
    page: "sweeps.md",
    write(record) {
      const { rows } = record;
      const off = (forecasted, found) =>
        `${found >= forecasted ? "+" : "−"}${whole(100 * Math.abs(found / forecasted - 1))} %`;
      const within = (a, b) => rows.filter((row) => Math.abs(row[b] / row[a] - 1) <= 0.3).length;
      return [
        table(
          ["design", "runs", "time forecast", "was", "", "size forecast", "was", ""],
          new Set([1, 2, 3, 4, 5, 6, 7]),
          rows.map((row) => [
            row.design,
            whole(row.runs),
            `${whole(row.seconds)} s`,
            `${whole(row.actualSeconds)} s`,
            off(row.seconds, row.actualSeconds),
            `${megabytes(row.bytes)} MB`,
            `${megabytes(row.actualBytes)} MB`,
            off(row.bytes, row.actualBytes),
          ]),
        ),
        "",
        `Within 30 %: time ${within("seconds", "actualSeconds")} of ${rows.length}, size ${within("bytes", "actualBytes")} of ${rows.length}. ${where(record)}`,
      ].join("\n");
    },
  },
  "many-rows": {
    page: "sweeps.md",
    write: (record) =>
      `${whole(record.rows)} rows (${whole(record.replications)} replications of ${whole(record.cells)} observations, synthetic values): ` +
      `${whole(record.memoryMb)} MB in the main process at most, ${whole(record.bytes / 1e6)} MB on disk, ${whole(record.writingSeconds)} s to simulate and write, ` +
      `${whole(record.estimatingSeconds)} s to estimate. ${where(record)}`,
  },
  "write-rows": {
    page: "decisions/0007-parquet-by-hyparquet-writer.md",
    write(record) {
      const rows = record.summary.filter(({ way }) => way !== "nothing");
      return [
        table(
          ["way", "time, median", "least", "processor time", "memory", "size"],
          new Set([1, 2, 3, 4]),
          rows.map((row) => [
            row.way,
            `${one(row.seconds)} s`,
            `${one(row.least)} s`,
            `${one(row.processorSeconds)} s`,
            `${whole(row.memoryMb)} MB`,
            `${megabytes(row.bytes)} MB`,
          ]),
        ),
        "",
        `${whole(record.rows)} rows, ${record.rounds} rounds, each way in a process of its own. ${where(record)}`,
      ].join("\n");
    },
  },
  workers: {
    page: "sweeps.md",
    write: (record) =>
      `Two workers do ${record.speedup.toFixed(2)} times the work of one in the same time, and the run directory costs ${one(100 * record.directory)} % of the time that memory alone takes ` +
      `(medians of ${record.rounds} rounds in turn; ${one(100 * record.directoryProcessor)} % of processor time). ${where(record)}`,
  },
};

for (const [name, { page, write }] of Object.entries(blocks)) {
  const file = new URL(`../../docs/${page}`, import.meta.url);
  const begin = `<!-- begin: ${name}, written by bench/experiments/page.mjs -->`;
  const end = `<!-- end: ${name} -->`;
  const text = readFileSync(file, "utf8");
  const [head, rest] = text.split(begin);
  const tail = rest?.split(end)[1];
  if (tail === undefined) throw new Error(`docs/${page} has no block ${begin} ... ${end}`);
  const missing = `Not measured on a quiet machine yet: \`node bench/experiments/${name}.mjs --record\`.`;
  const wanted = `${head}${begin}\n${hasRecord(name) ? write(readRecord(name)) : missing}\n${end}${tail}`;
  if (wanted === text) continue;
  if (check) {
    process.stderr.write(`docs/${page} is not what the record "${name}" says: node bench/experiments/page.mjs\n`);
    process.exitCode = 1;
  } else writeFileSync(file, wanted);
}
