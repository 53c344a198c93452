// A test runner for Stryker that bundles the tests once and runs them in its own process: mutants are switched by Stryker's
// instrumentation, so nothing has to be loaded again for one. About a hundred times as fast as starting vitest for each mutant.

import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const harness = resolve("tools/mutation/harness.mjs");

/** Implements the interface TestRunner of @stryker-mutator/api. */
class InProcessRunner {
  static inject = ["options"];

  /** @param {{ tests: string[], without: string[] }} options of Stryker, with our own: test files, and parts of names of tests to leave out */
  constructor(options) {
    this.files = options.tests;
    this.without = options.without;
    /** @type {import("./harness.mjs").Test[]} */
    this.tests = [];
    /** Milliseconds that a test took at least: cheap tests meet a mutant first. @type {Map<string, number>} */
    this.costs = new Map();
  }

  /** What happened at import stays: static mutants are not measured. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    const folder = mkdtempSync(resolve("bundle-"));
    await build({
      configFile: false,
      logLevel: "error",
      resolve: { conditions: ["@tiltak/source"] },
      ssr: { noExternal: [/^@tiltak\//], resolve: { conditions: ["@tiltak/source"] } },
      build: {
        ssr: true,
        outDir: folder,
        minify: false,
        target: "es2023",
        rolldownOptions: {
          input: Object.fromEntries(this.files.map((file, i) => [`t${i}`, resolve(file)])),
          external: ["fast-check", /^node:/],
          output: { entryFileNames: "[name].mjs" },
        },
      },
      plugins: [
        {
          name: "harness",
          enforce: "pre",
          resolveId: (id) => (id === "vitest" ? { id: pathToFileURL(harness).href, external: true } : undefined),
        },
      ],
    });
    const { begin, tests } = await import(pathToFileURL(harness).href);
    for (const [i, file] of this.files.entries()) {
      begin(file);
      await import(pathToFileURL(join(folder, `t${i}.mjs`)).href);
    }
    // Only now: fast-check is the bundle's, and a property stops at its first counterexample.
    const { default: fc } = await import("fast-check");
    fc.configureGlobal({ endOnFailure: true });
    this.tests = tests.filter(
      (/** @type {{ id: string }} */ { id }) => !this.without.some((part) => id.includes(part)),
    );
  }

  /** All tests without a mutant, with what each covers. */
  async dryRun() {
    const state = this.state();
    state.activeMutant = undefined;
    const results = [];
    for (const { id, body } of this.tests) {
      state.currentTestId = id;
      const started = performance.now();
      const failure = await attempt(body);
      const timeSpentMs = performance.now() - started;
      results.push({
        id,
        name: id,
        timeSpentMs,
        ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
      });
      state.currentTestId = undefined;
    }
    return { status: "complete", tests: results, mutantCoverage: state.mutantCoverage };
  }

  /**
   * The tests that reach a mutant, until one fails.
   *
   * @param {{ activeMutant: { id: string }, testFilter?: string[], hitLimit?: number }} options
   */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const state = this.state();
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    state.activeMutant = activeMutant.id;
    state.hitCount = hitLimit === undefined ? undefined : 0;
    state.hitLimit = hitLimit;
    let count = 0;
    try {
      const chosen = this.tests.filter(({ id }) => wanted === undefined || wanted.has(id));
      chosen.sort((a, b) => this.costOf(a) - this.costOf(b));
      for (const { id, body } of chosen) {
        count++;
        const started = performance.now();
        const failure = await attempt(body);
        if (failure === undefined) {
          this.costs.set(id, Math.min(performance.now() - started, this.costs.get(id) ?? Number.POSITIVE_INFINITY));
        }
        if (hitLimit !== undefined && state.hitCount > hitLimit) {
          return { status: "timeout", reason: `hit ${hitLimit} times` };
        }
        if (failure !== undefined) {
          return { status: "killed", killedBy: [id], failureMessage: failure, nrOfTests: count };
        }
      }
      return { status: "survived", nrOfTests: count };
    } finally {
      state.activeMutant = undefined;
    }
  }

  /** Laws come last until it is known what they cost. @param {import("./harness.mjs").Test} test */
  costOf({ id }) {
    return this.costs.get(id) ?? (id.startsWith("tools/") ? 1000 : 0);
  }

  /** What the instrumented sources look at. @returns {any} */
  state() {
    const scope = /** @type {any} */ (globalThis);
    scope.__stryker__ ??= {};
    return scope.__stryker__;
  }
}

/** @param {() => unknown} body @returns {Promise<string | undefined>} why it failed */
async function attempt(body) {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", injectableClass: InProcessRunner }];
