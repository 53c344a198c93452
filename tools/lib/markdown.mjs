// What a Markdown page promises: its links, its headings and its fenced blocks. Reads lines, knows no other Markdown.

/** @typedef {{ language: string, line: number, text: string }} Block line: of the opening fence, from 1 */
/** @typedef {{ target: string, line: number }} Link */

/**
 * Read the fenced blocks of a page.
 *
 * @param {string} page
 * @returns {Block[]}
 */
export function blocksOf(page) {
  const blocks = /** @type {Block[]} */ ([]);
  let open = /** @type {{ fence: string, language: string, line: number, lines: string[] } | undefined} */ (undefined);
  page.split("\n").forEach((line, i) => {
    const fence = /^\s*(`{3,})\s*([\w-]*)/.exec(line);
    if (open === undefined) {
      if (fence !== null) open = { fence: fence[1] ?? "", language: fence[2] ?? "", line: i + 1, lines: [] };
    } else if (line.trim() === open.fence) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join("\n") });
      open = undefined;
    } else open.lines.push(line);
  });
  return blocks;
}

/**
 * Blank out the fenced blocks and the code spans of a page; lines stay where they are.
 *
 * @param {string} page
 */
function withoutCode(page) {
  let fence = "";
  return page
    .split("\n")
    .map((line) => {
      const mark = /^\s*(`{3,})/.exec(line)?.[1] ?? "";
      if (fence === "" && mark === "") return line.replace(/`[^`]*`/g, (span) => " ".repeat(span.length));
      if (fence === "") fence = mark;
      else if (line.trim() === fence) fence = "";
      return "";
    })
    .join("\n");
}

/**
 * Read the links and pictures of a page that lead to files of the repository or to headings.
 *
 * @param {string} page
 * @returns {Link[]} without links to the web
 */
export function linksOf(page) {
  const links = /** @type {Link[]} */ ([]);
  withoutCode(page)
    .split("\n")
    .forEach((line, i) => {
      for (const match of line.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)"/g)) {
        const target = match[1] ?? match[2] ?? "";
        if (!/^[a-z]+:/.test(target)) links.push({ target, line: i + 1 });
      }
    });
  return links;
}

/**
 * List the anchors of a page's headings as GitHub makes them.
 *
 * @param {string} page
 * @returns {string[]}
 */
export function anchorsOf(page) {
  const counts = new Map();
  return page
    .split("\n")
    .filter((_, i, lines) => !insideFence(lines, i))
    .flatMap((line) => {
      const title = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
      if (title === undefined) return [];
      const slug = title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-");
      const count = counts.get(slug) ?? 0;
      counts.set(slug, count + 1);
      return [count === 0 ? slug : `${slug}-${count}`];
    });
}

/** @param {readonly string[]} lines @param {number} at */
function insideFence(lines, at) {
  return lines.slice(0, at).filter((line) => /^\s*```/.test(line)).length % 2 === 1;
}

/**
 * Read a console block: each line that begins with "$ " is a command, the lines after it are what it prints.
 *
 * @param {string} text
 * @returns {{ command: string, expected: string[] }[]} a command without lines after it promises nothing about its output
 */
export function transcriptOf(text) {
  const steps = /** @type {{ command: string, expected: string[] }[]} */ ([]);
  for (const line of text.split("\n")) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), expected: [] });
    else if (last?.command.endsWith("\\")) last.command = `${last.command.slice(0, -1).trimEnd()} ${line.trim()}`;
    else last?.expected.push(line.trimEnd());
  }
  return steps;
}

/**
 * Compare an output with what a page shows.
 *
 * @param {readonly string[]} expected a line "..." stands for any number of lines, also none
 * @param {string} output
 * @returns {boolean}
 */
export function matches(expected, output) {
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  /** @type {(e: number, l: number) => boolean} */
  const fits = (e, l) => {
    if (e === expected.length) return l === lines.length;
    if (expected[e] === "...") {
      for (let rest = l; rest <= lines.length; rest++) if (fits(e + 1, rest)) return true;
      return false;
    }
    return l < lines.length && expected[e] === lines[l] && fits(e + 1, l + 1);
  };
  return fits(0, 0);
}

/**
 * Bring what a page shows up to date with an output: the lines before the first "..." are the output's first, and the others
 * are found by how their first line begins: those after the last "..." go on to the end, however many lines that has become.
 *
 * @param {readonly string[]} expected as in {@link matches}
 * @param {string} output
 * @returns {string[] | undefined} lines of the output; undefined when they cannot be found there
 */
export function refreshed(expected, output) {
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  const segments = /** @type {string[][]} */ ([[]]);
  for (const line of expected) {
    if (line === "...") segments.push([]);
    else segments.at(-1)?.push(line);
  }
  const last = segments.length - 1;
  let from = 0;
  const found = /** @type {string[]} */ ([]);
  for (const [i, segment] of segments.entries()) {
    if (i > 0) found.push("...");
    if (segment.length === 0) continue;
    const begin = (segment[0] ?? "").slice(0, 10);
    const at =
      i === 0
        ? 0
        : i === last
          ? likest(lines, segment, from)
          : lines.findIndex((line, k) => k >= from && line.startsWith(begin));
    if (at < from || (i < last && at + segment.length > lines.length)) return undefined;
    if (last === 0 && segment.length !== lines.length) return undefined;
    found.push(...(i === last ? lines.slice(at) : lines.slice(at, at + segment.length)));
    from = at + segment.length;
  }
  return found;
}

/**
 * Find where the last lines of an output begin: at the line that begins most like their first one did, among several at the one that
 * leaves most nearly as many.
 *
 * @param {readonly string[]} lines
 * @param {readonly string[]} segment
 * @param {number} from
 * @returns {number} as many lines from the end as before, when no line begins like it
 */
function likest(lines, segment, from) {
  const [first = ""] = segment;
  let found = -1;
  let most = Math.min(3, first.length) - 1;
  const off = (/** @type {number} */ at) => Math.abs(lines.length - at - segment.length);
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    let alike = 0;
    while (alike < first.length && line[alike] === first[alike]) alike++;
    if (alike > most || (alike === most && found >= 0 && off(at) < off(found))) {
      most = alike;
      found = at;
    }
  }
  return found < 0 ? lines.length - segment.length : found;
}
