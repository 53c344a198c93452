// The variants and the bars: how each is started, which size of a workload it runs, and what our own must reach.
import { DRAWS_FILE } from "./yardsticks/draws.mjs";

const here = (path) => new URL(path, import.meta.url).pathname;
/** The Python that has SimPy. */
export const PYTHON = process.env.BENCH_PYTHON ?? "/usr/bin/python3";

/** Where the C++ limit is compiled to. */
export const CPP_BINARY = here("./.data/limit");

const node = (file) => (workload, size, warmup, flags) => [
  process.execPath,
  [...flags, here(file), workload, String(size), String(warmup)],
];

/** Every variant: `command(workload, size, warmup, nodeFlags)` gives program and arguments; `sizes` which size it runs. */
export const VARIANTS = {
  "plain-js": { title: "plain JS limit", command: node("./yardsticks/plain.mjs"), sizes: {}, size: "full" },
  cpp: {
    title: "C++ limit",
    command: (workload, size) => [CPP_BINARY, [workload, String(size), DRAWS_FILE]],
    sizes: {},
    size: "full",
  },
  events: { title: "our events", command: node("./tiltak/events.mjs"), sizes: {}, size: "full" },
  processes: { title: "our processes", command: node("./tiltak/processes.mjs"), sizes: {}, size: "full" },
  simpy: {
    title: "SimPy",
    command: (workload, size) => [PYTHON, [here("./peers/simpy_variant.py"), workload, String(size), DRAWS_FILE]],
    sizes: { programme: "full" },
    size: "small",
    without: ["hold-1e6"],
  },
  simjs: {
    title: "simjs",
    command: node("./peers/simjs.mjs"),
    sizes: { programme: "full" },
    size: "small",
    without: ["machine-shop"],
  },
  simscript: {
    title: "simscript",
    command: node("./peers/simscript.mjs"),
    sizes: {},
    size: "tiny",
    without: ["hold-1e5", "hold-1e6", "machine-shop", "programme", "cancel-storm", "memory"],
  },
};

/** The bars: how many times as fast as `against` our `variant` must be, and is aimed to be, on a workload. */
export const BARS = [
  { workload: "hold-1e3", variant: "events", against: "plain-js", must: 0.8, aim: 0.95 },
  { workload: "hold-1e3", variant: "events", against: "simpy", must: 5 },
  { workload: "hold-1e5", variant: "events", against: "plain-js", must: 0.6, aim: 1.2 },
  { workload: "hold-1e3", variant: "processes", against: "plain-js", must: 0.75, aim: 0.9 },
  { workload: "hold-1e5", variant: "processes", against: "plain-js", must: 0.45, aim: 0.7 },
  { workload: "mm1", variant: "processes", against: "simpy", must: 25, aim: 40 },
  { workload: "mm1", variant: "events", against: "simpy", must: 50, aim: 75 },
  { workload: "machine-shop", variant: "processes", against: "simpy", must: 6, aim: 12 },
  { workload: "programme", variant: "processes", against: "simpy", must: 15, aim: 25 },
  { workload: "programme", variant: "events", against: "simpy", must: 28, aim: 50 },
];

/** Every JavaScript peer must be slower than both our views on every workload it can say; 5 times is the aim. */
export const JAVASCRIPT_PEERS = { names: ["simjs", "simscript"], must: 1, aim: 5 };
