// Check every quote of the registry against the text of its source, and write the log that a test holds the registry against.
//
//   node packages/scenarios/tools/verify-quotes.mjs SOURCE_DIR      (or TILTAK_SOURCES=SOURCE_DIR)
//
// The source texts are not in the repository. A file of SOURCE_DIR is taken for a source when the digest of its normalised
// text is the one in evidence/sources.yaml. Exit code 0 when every quote is found, 1 when one is not, 2 when a text is missing.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allQuotes, checkableSources, digestOfQuotes, normalise, sha256 } from "./quotes.mjs";

const folder = process.argv[2] ?? process.env.TILTAK_SOURCES;
if (folder === undefined) {
  console.error("Say where the source texts are: verify-quotes.mjs SOURCE_DIR, or TILTAK_SOURCES=SOURCE_DIR.");
  process.exit(2);
}
const texts = new Map();
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  if (!statSync(path).isFile()) continue;
  const text = normalise(readFileSync(path, "utf8"));
  texts.set(sha256(text), text);
}
const sources = checkableSources();
const missing = sources.filter((source) => !texts.has(source.sha256));
for (const source of missing) console.error(`no text in ${folder} has the digest of ${source.id}`);
if (missing.length > 0) process.exit(2);

const quotes = allQuotes();
const textOf = new Map(sources.map((source) => [source.id, texts.get(source.sha256)]));
const checkable = quotes.filter(({ source }) => textOf.has(source));
const lost = checkable.filter(({ source, quote }) => !textOf.get(source).includes(normalise(quote)));
for (const { source, entry, quote } of lost) console.error(`${entry}: not in ${source}: ${quote}`);
if (lost.length > 0) process.exit(1);

const log = {
  schema: "tiltak.quotes/1",
  sources: sources.map(({ id, sha256: digest }) => ({
    id,
    sha256: digest,
    quotes: checkable.filter(({ source }) => source === id).length,
  })),
  verified: checkable.length,
  digest: digestOfQuotes(checkable),
  "read-as-excerpts": quotes.length - checkable.length,
};
writeFileSync(new URL("../evidence/quotes.verified.json", import.meta.url), `${JSON.stringify(log, null, 2)}\n`);
console.log(
  `${checkable.length} quotes found in ${sources.length} sources; ${log["read-as-excerpts"]} from excerpts were not checked.`,
);
