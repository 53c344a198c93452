// Turns a results file into Markdown. The same text stands in runs/<date>/results.md and in docs/benchmarks.md.
import { VARIANTS } from "./variants.mjs";

/** Formats a results object (schema tiltak.bench/1) as Markdown tables. */
export function markdownOf(results) {
  return `${[
    machine(results),
    timesTable(results),
    barsTable(results),
    memoryTable(results),
    collections(results),
    workers(results),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function machine({ date, rounds, quiet, machine: m, note, missing }) {
  const lines = [
    `Run of ${date}: ${rounds} interleaved rounds; ${m.cpu}, ${m.cores} cores, ${m.memoryGiB} GiB; Node ${m.node} (V8 ${m.v8}); ` +
      `${m.compiler ?? "no C++ compiler"}; ${m.python ?? "no Python"}, SimPy ${m.simpy ?? "not installed"}; ` +
      `simjs ${m.simjs ?? "not installed"}; simscript ${m.simscript ?? "not installed"}. ` +
      `Load average ${m.loadAtStart.toFixed(1)} at the start, ${m.loadAtEnd.toFixed(1)} at the end.`,
  ];
  if (quiet) {
    lines.push(
      `What a bar weighs against SimPy or the limit was measured between two probes of fixed work. ${quiet.measured - quiet.disturbed} of ${quiet.measured} were undisturbed (no probe slower than ` +
        `${quiet.limit} times the best of the run, hardly any time given to others by the host); ${quiet.repeated} were measured again.`,
    );
  }
  if (note !== "") lines.push(note);
  for (const [name, why] of Object.entries(missing)) lines.push(`Not measured: ${name} (${why}).`);
  return lines.join("\n\n");
}

function timesTable({ workloads, clock }) {
  const names = Object.keys(VARIANTS).filter((name) => workloads.some((w) => w.variants.some((v) => v.name === name)));
  const rows = workloads.map((w) => {
    const cells = names.map((name) => {
      const v = w.variants.find((each) => each.name === name);
      return v === undefined ? "" : `${number(v.medianNs)} (${number(v.minNs)}–${number(v.maxNs)})`;
    });
    return [w.title, ...cells];
  });
  const what = clock === "cpu" ? "Nanoseconds of processor time" : "Nanoseconds";
  return `${what} an event: median (least–greatest).\n\n${table(["workload", ...names.map((name) => VARIANTS[name].title)], rows)}`;
}

function barsTable({ bars, workloads }) {
  if (bars.length === 0) return "";
  const least = (workload, variant) =>
    workloads.find((w) => w.name === workload).variants.find((v) => v.name === variant).minNs;
  const rows = bars.map((bar) => [
    bar.workload,
    VARIANTS[bar.variant].title,
    VARIANTS[bar.against].title,
    `${number(bar.ratio.median)} (${number(bar.ratio.min)}–${number(bar.ratio.max)})`,
    number(least(bar.workload, bar.against) / least(bar.workload, bar.variant)),
    String(bar.must),
    bar.aim === null ? "" : String(bar.aim),
    bar.verdict,
  ]);
  return `How many times as fast: median (least–greatest) of the ratios within a round, which the verdict goes by, and the ratio of the least times of all rounds, where others on the machine disturbed least.\n\n${table(
    ["workload", "ours", "against", "times as fast", "by least times", "must", "aim", "verdict"],
    rows,
  )}`;
}

function memoryTable({ memory }) {
  if (memory.length === 0) return "";
  const rows = memory.map((m) => [
    VARIANTS[m.name].title,
    m.entities.toLocaleString("en-GB"),
    String(m.bytesPerEntity),
  ]);
  return `Memory: bytes for an entity that waits for one event (heap after a full collection; resident memory for C++ and SimPy).\n\n${table(
    ["variant", "entities", "bytes each"],
    rows,
  )}`;
}

function collections({ collections: c }) {
  if (c === null) return "";
  const tries = (counts) => `${Math.min(...counts)} to ${Math.max(...counts)}`;
  return (
    `Garbage collections that ${c.steps.toLocaleString("en-GB")} steps make after warm-up, least to greatest of ${c.events.length} tries: ` +
    `${tries(c.events)} in our event view, ${tries(c.emptyLoop)} in an empty loop.`
  );
}

function workers({ workers: w }) {
  if (w === null) return "";
  return (
    `A study of ${w.replications} replications in two worker threads is ${number(w.ratio.median)} times as fast as in one ` +
    `(${number(w.ratio.min)}–${number(w.ratio.max)}); must ${w.must}, aim ${w.aim}: ${w.verdict}.`
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function number(x) {
  return x >= 1000 ? Math.round(x).toLocaleString("en-GB") : String(Number(x.toPrecision(3)));
}
