// The log of a battery: a head of "key: value" lines, an empty line, then what the battery printed.
// The digest in the head says which sources the result speaks for; other sources make the log stale.

/** @typedef {{ battery: string, date: string, command: string, digest: string, outcome: string, seconds: string, machine: string }} Head */
/** @typedef {"passed" | "failed" | "stale" | "never run"} Standing */

const keys = /** @type {const} */ (["battery", "date", "command", "digest", "outcome", "seconds", "machine"]);

/**
 * Write a log.
 *
 * @param {Head} head
 * @param {string} output what the battery printed
 * @returns {string} the text of the file
 */
export function formatLog(head, output) {
  return `${keys.map((key) => `${key}: ${head[key]}`).join("\n")}\n\n${output.trimEnd()}\n`;
}

/**
 * Read the head of a log.
 *
 * @param {string} text the text of the file
 * @returns {Head | undefined} undefined when a line of the head is missing
 */
export function readHead(text) {
  const head = /** @type {Record<string, string>} */ ({});
  for (const line of (text.split("\n\n")[0] ?? "").split("\n")) {
    const at = line.indexOf(": ");
    if (at > 0) head[line.slice(0, at)] = line.slice(at + 2);
  }
  return keys.every((key) => head[key] !== undefined) ? /** @type {Head} */ (head) : undefined;
}

/**
 * Say what the latest log is worth for the present sources.
 *
 * @param {Head | undefined} head of the latest log; undefined when there is none
 * @param {string} digest of the present sources
 * @returns {Standing}
 */
export function standingOf(head, digest) {
  if (head === undefined) return "never run";
  if (head.digest !== digest) return "stale";
  return head.outcome === "passed" ? "passed" : "failed";
}

/**
 * Take the paths of this machine out of a text that will be committed.
 *
 * @param {string} text
 * @param {readonly (readonly [path: string, name: string])[]} replacements longest path first
 * @returns {string}
 */
export function withoutPaths(text, replacements) {
  let result = text;
  for (const [path, name] of replacements) {
    if (path.length > 1) result = result.replaceAll(path, name);
  }
  return result;
}
