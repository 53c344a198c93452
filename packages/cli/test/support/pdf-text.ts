// The words of a PDF as a reader would select them: each font's own map from codes to characters, applied to what the pages show.
// Enough for files that our program writes; not for PDF at large.

import { inflateSync } from "node:zlib";

/**
 * Read the text of a PDF.
 *
 * @param file its bytes
 * @returns all shown strings in the order of the pages, without positions
 */
export function pdfText(file: Uint8Array): string {
  const raw = Buffer.from(file).toString("latin1");
  const objects = new Map<string, string>();
  for (const [, id = "", body = ""] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id, body);
  const streamOf = (id: string): string => {
    const body = objects.get(id) ?? "";
    const [, data] = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body) ?? [];
    if (data === undefined) return "";
    const bytes = Buffer.from(data, "latin1");
    return body.includes("/FlateDecode") ? inflateSync(bytes).toString("latin1") : data;
  };
  const maps = new Map<string, ReadonlyMap<number, string>>();
  for (const body of objects.values()) {
    for (const [, name = "", id = ""] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [, map] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "") ?? [];
      if (map !== undefined) maps.set(name, characters(streamOf(map)));
    }
  }
  let text = "";
  let font: ReadonlyMap<number, string> | undefined;
  for (const id of objects.keys()) {
    const stream = streamOf(id);
    if (!/\bBT\b/.test(stream)) continue;
    for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>/g)) {
      if (name !== undefined) font = maps.get(name);
      else if (shown !== undefined)
        for (const [code] of shown.matchAll(/..../g)) text += font?.get(Number.parseInt(code, 16)) ?? "\ufffd";
    }
  }
  return text;
}

/** Read which characters a font's codes stand for. */
function characters(map: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [, first = "", , list = ""] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) {
    let code = Number.parseInt(first, 16);
    for (const [, units = ""] of list.matchAll(/<([0-9a-f ]+)>/gi)) {
      const words = units.replaceAll(" ", "").match(/..../g) ?? [];
      found.set(code++, String.fromCharCode(...words.map((word) => Number.parseInt(word, 16))));
    }
  }
  return found;
}
