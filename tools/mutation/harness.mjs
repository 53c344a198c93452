// Stands in for "vitest" inside the mutation runner: describe, test, test.each and vitest's own expect, in one process and without
// start-up, so that a mutant costs milliseconds. Knows what the tests of kernel and resources use, and fails on anything else.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const fromVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
/** @param {string} name @returns {Promise<any>} */
const load = (name) => import(pathToFileURL(fromVitest.resolve(name)).href);
const { ASYMMETRIC_MATCHERS_OBJECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, chai, getState, setState } =
  await load("@vitest/expect");
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** vitest's expect, for one assertion after another. @type {any} */
export const expect = Object.assign(
  (/** @type {unknown} */ value, /** @type {string | undefined} */ message) => chai.expect(value, message),
  chai.expect,
  /** @type {any} */ (globalThis)[ASYMMETRIC_MATCHERS_OBJECT],
  { getState: () => getState(expect), setState: (/** @type {object} */ state) => setState(state, expect) },
);
setState({ assertionCalls: 0, isExpectingAssertions: false, testPath: "" }, expect);

/** @typedef {{ id: string, body: () => unknown }} Test */

/** All tests that were registered, in order. @type {Test[]} */
export const tests = [];
let prefix = "";

/** Say which file registers the tests that follow. @param {string} file */
export function begin(file) {
  prefix = `${file}#`;
}

/**
 * The id holds a digest of the test's text, so that Stryker's incremental mode takes a changed test for a new one.
 *
 * @param {string} name
 * @param {() => unknown} body
 * @param {unknown} [text] what was written, when the body only calls it
 */
function register(name, body, text = body) {
  const digest = createHash("sha256").update(String(text)).digest("hex").slice(0, 8);
  tests.push({ id: `${prefix}${name} (${digest})`, body });
}

/** @param {(name: string, body: (...args: any[]) => unknown, text?: unknown) => void} one */
function withEach(one) {
  const each =
    (/** @type {readonly unknown[]} */ table) =>
    (/** @type {string} */ name, /** @type {(...args: any[]) => unknown} */ body) => {
      table.forEach((row, i) => {
        const args = Array.isArray(row) ? row : [row];
        one(`${format(name, ...args.map(plain))} [${i}]`, () => body(...args), body);
      });
    };
  return Object.assign(one, { each });
}

/** A cell of a table as a part of a name. @param {unknown} value */
function plain(value) {
  return typeof value === "object" || typeof value === "function" ? "..." : value;
}

export const test = withEach(register);
export const describe = withEach((name, body) => {
  const outer = prefix;
  prefix = `${outer}${name} > `;
  body();
  prefix = outer;
});
