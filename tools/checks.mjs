// What `npm test` checks, as data; the first is the build, which all others need. To add a check, add an entry: tools/test.mjs runs it, times it and prints it.

/**
 * @typedef {object} Check
 * @property {string} name first column of the table; `npm test -- --only NAME,NAME` picks checks by it
 * @property {string} what one line: what a failure means
 * @property {number} budgetSeconds expected time on 2 cores; above it the table says so; at six times it the check is taken to hang
 * @property {readonly string[]} files patterns of what is checked; when nothing matches, the check fails ("nothing to check")
 * @property {readonly string[]} [command] program and arguments; "node" is this Node, a bare name a tool of the root.
 *   Without a command the files are vitest files: all of them run in one vitest process, the first entry that matches owns a file
 * @property {readonly string[]} [needs] programs of tools/lib/needs.mjs; without them the check is "not run"
 * @property {boolean} [oneCore] it keeps about one core busy: two such commands run side by side
 * @property {boolean} [optional] having nothing to check is no failure
 */

/** @type {readonly Check[]} */
export const checks = [
  {
    name: "types",
    what: "the packages compile (strict), which is also the build",
    budgetSeconds: 30,
    files: ["packages/*/src/**/*.ts"],
    command: ["node", "tools/setup.mjs"],
  },
  {
    name: "types of tests",
    what: "tests, examples, benches and tools compile too",
    budgetSeconds: 30,
    files: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.ts", "examples/**/*.ts", "tools/**/*.mjs"],
    command: ["tsc", "-p", "tsconfig.tests.json"],
    oneCore: true,
  },
  {
    name: "lint",
    what: "lint and format (biome)",
    budgetSeconds: 15,
    files: ["packages/**/*.ts", "tools/**/*.mjs"],
    command: ["biome", "check", ".", "--error-on-warnings"],
    oneCore: true,
  },
  {
    name: "unused code",
    what: "no unused file, export or dependency (knip)",
    budgetSeconds: 30,
    files: ["packages/*/src/**/*.ts"],
    command: ["knip", "--no-progress", "--treat-config-hints-as-errors"],
    oneCore: true,
  },
  {
    name: "house rules",
    what: "import direction, banned built-ins, package manifests, docstrings, no machine paths",
    budgetSeconds: 20,
    files: ["packages/sim-core/test/architecture.test.ts", "packages/sim-core/test/house/**/*.test.ts"],
  },
  {
    name: "tools",
    what: "the tools of npm test do what they say",
    budgetSeconds: 30,
    files: ["tools/**/*.test.ts"],
  },
  {
    name: "property",
    what: "laws that hold for random input (fast-check)",
    budgetSeconds: 120,
    files: ["packages/*/test/properties/**/*.test.ts"],
  },
  {
    name: "theory",
    what: "closed forms and published reference values",
    budgetSeconds: 120,
    files: ["packages/*/test/{theory,golden,reference}/**/*.test.ts"],
  },
  {
    name: "charts",
    what: "charts, report and their gallery",
    budgetSeconds: 60,
    files: ["packages/cli/src/{charts,report}/**/*.test.ts", "packages/cli/test/**/*{chart,gallery,report}*.test.ts"],
  },
  {
    name: "examples",
    what: "every example runs and prints its committed output",
    budgetSeconds: 60,
    files: ["examples/**/*.test.ts"],
  },
  {
    name: "help",
    what: "every command has an example in its help, and every example works",
    budgetSeconds: 120,
    files: ["packages/cli/test/help-examples.test.ts"],
  },
  {
    name: "unit",
    what: "the rest of the tests: beside the sources, and of whole commands",
    budgetSeconds: 180,
    files: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
  },
  {
    name: "docs figures",
    what: "what the docs print is what the committed measurements and sources say",
    budgetSeconds: 30,
    files: ["docs/**/*.test.ts"],
  },
  {
    name: "docs",
    what: "links resolve, and what the docs show is what happens",
    budgetSeconds: 120,
    files: ["*.md", "docs/**/*.md"],
    command: ["node", "tools/docs.mjs"],
  },
  {
    name: "reading results",
    what: "DuckDB and TypeScript read a run as docs/reading-results.md shows",
    budgetSeconds: 40,
    files: ["docs/reading-results.md"],
    command: ["node", "tools/reading-results.mjs", "js"],
    oneCore: true,
  },
  {
    name: "reading in Python",
    what: "pandas and polars read a run as docs/reading-results.md shows",
    budgetSeconds: 40,
    files: ["docs/reading-results.md"],
    command: ["node", "tools/reading-results.mjs", "python"],
    oneCore: true,
    needs: ["python-data"],
  },
  {
    name: "reading in R",
    what: "arrow reads a run as docs/reading-results.md shows",
    budgetSeconds: 40,
    files: ["docs/reading-results.md"],
    command: ["node", "tools/reading-results.mjs", "r"],
    oneCore: true,
    needs: ["r-arrow"],
  },
  {
    name: "verify",
    what: "the engine agrees with queueing theory, by its own conformance program on the build",
    budgetSeconds: 20,
    files: ["packages/sim-core/src/verification/*.ts"],
    command: ["node", "packages/cli/bin/tiltak.js", "verify", "--quick", "--quiet"],
    oneCore: true,
  },
  {
    name: "report in a browser",
    what: "opens from disk without any network, in both languages; axe finds nothing; charts answer; prints as PDF with text",
    budgetSeconds: 90,
    files: ["packages/cli/src/report/**/*.ts"],
    command: ["node", "tools/report-in-browser.mjs"],
    oneCore: true,
    needs: ["chromium"],
  },
  {
    name: "planted faults",
    what: "each committed fault is caught by the tests that it names",
    budgetSeconds: 120,
    files: ["tools/faults/faults.mjs"],
    command: ["node", "tools/faults/run.mjs"],
  },
];
