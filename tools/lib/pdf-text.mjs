// The text of a PDF as Chromium prints it: what a reader could select and search. Knows two-byte glyph codes and the maps to characters
// that stand beside each font; no more.

import { inflateSync } from "node:zlib";

/**
 * Read the text of a PDF.
 *
 * @param {Buffer} file
 * @returns {{ pages: number, text: string }} the text of all pages, by the maps of all fonts together
 */
export function pdfText(file) {
  const source = file.toString("latin1");
  const streams = [...source.matchAll(/stream\r?\n/g)].flatMap((match) => {
    const from = (match.index ?? 0) + match[0].length;
    if (source.slice(from - match[0].length - 3, from - match[0].length) === "end") return [];
    try {
      return [inflateSync(file.subarray(from, source.indexOf("endstream", from))).toString("latin1")];
    } catch {
      return [];
    }
  });
  const map = new Map(streams.filter((text) => text.includes("begincmap")).flatMap((text) => [...readMap(text)]));
  const text = streams
    .filter((stream) => /\bTJ\b|\bTj\b/.test(stream))
    .map((stream) => [...stream.matchAll(/<([0-9A-Fa-f]+)>/g)].map((match) => match[1] ?? "").join(""))
    .map((hex) => (hex.match(/.{4}/g) ?? []).map((code) => map.get(code.toUpperCase()) ?? "").join(""))
    .join("\n");
  return { pages: [...source.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length, text };
}

/** @param {string} text @returns {Map<string, string>} */
function readMap(text) {
  const map = new Map();
  const code = (/** @type {number} */ n) => n.toString(16).toUpperCase().padStart(4, "0");
  for (const [, body = ""] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = "", character = ""] of body.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g))
      map.set(glyph.toUpperCase(), String.fromCodePoint(Number.parseInt(character.slice(0, 4), 16)));
  for (const [, body = ""] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = "", to = "", character = ""] of body.matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g,
    ))
      for (let n = Number.parseInt(from, 16); n <= Number.parseInt(to, 16); n++)
        map.set(code(n), String.fromCodePoint(Number.parseInt(character, 16) + n - Number.parseInt(from, 16)));
  return map;
}
