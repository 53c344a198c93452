// What a quote is compared by, shared by the verification program and the test that holds its log against the registry:
// text without case, spaces, line breaks, hyphens and dashes, since a document's line breaks cut words anywhere.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const evidence = new URL("../evidence/", import.meta.url);
const read = (name) => parse(readFileSync(new URL(name, evidence), "utf8"));

/** Reduce a text to what quotes are compared by. */
export const normalise = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\-\u2010-\u2015\u2212\u00ad]+/gu, "");

/** Compute the hexadecimal SHA-256 digest of a text. */
export const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** List the documents that quotes can be checked against: those with a digest. */
export const checkableSources = () => read("sources.yaml").sources.filter((source) => source.sha256 !== undefined);

/** List every quote of the registry as { source, entry, quote }, in the order of the files. */
export function allQuotes() {
  const folder = fileURLToPath(new URL("records/", evidence));
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => read(`records/${name}`).records);
  entries.push(...read("mechanisms.yaml").mechanisms);
  return entries.flatMap((entry) =>
    (entry.quotes ?? []).map((quote) => ({ source: entry.source.id, entry: entry.id, quote })),
  );
}

/** Digest quotes so that any changed, added or lost quote gives another text. */
export const digestOfQuotes = (quotes) =>
  sha256(
    quotes
      .map(({ source, entry, quote }) => JSON.stringify([source, entry, quote]))
      .sort()
      .join("\n"),
  );
