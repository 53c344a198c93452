// Widths of text in the font that we ship, read from the font's own tables: a chart is laid out for the font that draws it,
// not for a guess. Only what widths need is read: character map, advance widths, units per em.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Family name of the shipped font, as charts name it. */
export const fontFamily = "DejaVu Sans";

/** Paths of the shipped font files. */
export function fontFiles(): readonly string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
  return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => join(folder, name));
}

interface Metrics {
  readonly unitsPerEm: number;
  readonly advances: Uint16Array;
  glyphOf(code: number): number;
}

const loaded = new Map<boolean, Metrics>();

function metrics(bold: boolean): Metrics {
  let found = loaded.get(bold);
  if (found === undefined) {
    found = readMetrics(readFileSync(fontFiles()[bold ? 1 : 0] as string));
    loaded.set(bold, found);
  }
  return found;
}

function readMetrics(file: Uint8Array): Metrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    tables.set(String.fromCharCode(...file.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const table = (name: string): number => {
    const at = tables.get(name);
    if (at === undefined) throw new Error(`the font has no table ${name}`);
    return at;
  };
  const unitsPerEm = view.getUint16(table("head") + 18);
  const longMetrics = view.getUint16(table("hhea") + 34);
  const advances = new Uint16Array(longMetrics);
  for (let g = 0; g < longMetrics; g++) advances[g] = view.getUint16(table("hmtx") + 4 * g);
  const segments = format4(view, table("cmap"));
  return { unitsPerEm, advances, glyphOf: (code) => glyphAt(view, segments, code) };
}

/** Find the character map for the basic plane. */
function format4(view: DataView, cmap: number): number {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(at) === 4) return at;
  }
  throw new Error("the font has no character map for the basic plane");
}

function glyphAt(view: DataView, at: number, code: number): number {
  const doubled = view.getUint16(at + 6);
  const ends = at + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  for (let s = 0; s < doubled; s += 2) {
    if (view.getUint16(ends + s) < code) continue;
    const start = view.getUint16(starts + s);
    if (start > code) return 0;
    const offset = view.getUint16(offsets + s);
    const delta = view.getUint16(deltas + s);
    if (offset === 0) return (code + delta) & 0xffff;
    const glyph = view.getUint16(offsets + s + offset + 2 * (code - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

/**
 * Measure text in the shipped font.
 *
 * @param text one line
 * @param size font size in pixels
 * @returns width in pixels
 */
export function textWidth(text: string, size: number, bold = false): number {
  const { unitsPerEm, advances, glyphOf } = metrics(bold);
  let units = 0;
  for (const character of text) {
    const glyph = glyphOf(character.codePointAt(0) ?? 0);
    units += advances[Math.min(glyph, advances.length - 1)] as number;
  }
  return (units * size) / unitsPerEm;
}

/** Break text into lines that are no wider than `width` pixels; a word that is wider is broken where the line ends. */
export function wrap(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((whole) => broken(whole, width, size, bold))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== "") lines.push(line);
  return lines;
}

function broken(word: string, width: number, size: number, bold: boolean): string[] {
  if (textWidth(word, size, bold) <= width) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && textWidth(part + character, size, bold) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
