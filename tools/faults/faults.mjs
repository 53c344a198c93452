// Planted faults, as data: each is a small mistake that somebody could make, and the tests that must catch it.
// `node tools/faults/run.mjs` plants one at a time in a copy of the sources and fails when the named tests stay green,
// or when the text to find is gone (then the entry must follow the code). To add one: see CONTRIBUTING.md.

/**
 * @typedef {object} Fault
 * @property {string} name what is wrong now, as a sentence
 * @property {string} file path from the root
 * @property {string} find exact text that occurs once in the file
 * @property {string} replace what stands there instead
 * @property {readonly string[]} tests test files of which at least one test must fail
 * @property {true} [hangs] the fault may run for ever: being ended by the limit counts as caught
 */

/** @type {readonly Fault[]} */
export const faults = [];
