// Wrong input told in the reader's language. Libraries tell it in English; here it is put into bokmål, message by message, from a catalogue
// whose keys are the English messages. What has no text stays English, and a test says so.

import type { Problem } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import { foundTexts, problemTexts, unitTexts } from "./problem-texts.ts";

interface Pattern {
  readonly shape: RegExp;
  readonly text: string;
}

const patternsOf = new Map<Readonly<Record<string, string>>, readonly Pattern[]>();

/** The texts of a catalogue with values in them, those that say most first. */
function patterns(catalogue: Readonly<Record<string, string>>): readonly Pattern[] {
  let found = patternsOf.get(catalogue);
  if (found === undefined) {
    const literal = (key: string): number => key.replaceAll(/\{#?\}/g, "").length;
    found = Object.entries(catalogue)
      .filter(([key]) => /\{#?\}/.test(key))
      .sort(([a], [b]) => literal(b) - literal(a))
      .map(([key, text]) => {
        const parts = key.split(/(\{#?\})/).map((part) =>
          part === "{}"
            ? // A value of several lines only where the message has several.
              key.includes("\n")
              ? "([\\s\\S]*?)"
              : "(.*?)"
            : part === "{#}"
              ? "(\\S+?)"
              : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
        );
        return { shape: new RegExp(`^${parts.join("")}$`), text };
      });
    patternsOf.set(catalogue, found);
  }
  return found;
}

/**
 * Translate by a catalogue.
 *
 * @param catalogue English text, with {} for a value and {#} for one without spaces, to its translation, with {0}, {1}, ... for the values
 * @returns the translation, its values translated too where they have one; the text itself where the catalogue does not know it
 */
export function tellFrom(catalogue: Readonly<Record<string, string>>, text: string): string {
  if (Object.hasOwn(catalogue, text)) return catalogue[text] as string;
  // Lines of their own, each with its text.
  if (/^ +\S/.test(text)) return byLine(catalogue, text);
  for (const { shape, text: translation } of patterns(catalogue)) {
    const found = shape.exec(text);
    if (found === null) continue;
    return translation.replaceAll(/\{(\d)\}/g, (_, i: string) => tellFrom(catalogue, found[Number(i) + 1] ?? ""));
  }
  return text.includes("\n") ? byLine(catalogue, text) : text;
}

/** Translate every line by itself, however far it is moved in. */
function byLine(catalogue: Readonly<Record<string, string>>, text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\S.*/, (said) => tellFrom(catalogue, said)))
    .join("\n");
}

/** What is allowed often ends in a unit: "0 to 1 share of places". */
const withUnits: Readonly<Record<string, string>> = {
  ...problemTexts,
  ...unitTexts,
  ...Object.fromEntries(Object.entries(unitTexts).map(([unit, text]) => [`{} ${unit}`, `{0} ${text}`])),
};

/**
 * Put a message into a language.
 *
 * @param message in English, as the libraries tell it
 * @returns the message in that language; English where there is no text for it
 *
 * Worked example: "a whole number from 1 to 100" is "et helt tall fra 1 til 100" in bokmål.
 */
export function tellMessage(lang: Lang, message: string): string {
  return lang === "en" ? message : tellFrom(withUnits, message);
}

/** Name a unit of a parameter. */
export function unitName(lang: Lang, unit: string): string {
  return lang === "en" ? unit : (unitTexts[unit] ?? unit);
}

/** Put a text that stands in quotes as JSON has it into those of bokmål; anything else stays. */
function inGuillemets(found: string): string {
  return found.replace(/^"((?:[^"\\]|\\["\\])*)"$/, (_, inner: string) => `«${inner.replaceAll(/\\(["\\])/g, "$1")}»`);
}

/** Write a problem as one line in a language: place, path, message, what was found, what was meant, what is allowed. */
export function tellProblem(lang: Lang, problem: Problem): string {
  const nb = lang === "nb";
  const { file, line, column, path, found, allowed, nearest, message } = problem;
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
  const notes = [
    ...(found === undefined ? [] : [nb ? `fant ${foundTexts[found] ?? inGuillemets(found)}` : `found ${found}`]),
    // What was meant before all that is allowed, which may be long.
    ...(nearest === undefined ? [] : [nb ? `mente du «${nearest}»?` : `did you mean "${nearest}"?`]),
    ...(allowed === undefined ? [] : [`${nb ? "tillatt" : "allowed"}: ${tellMessage(lang, allowed)}`]),
  ];
  const tail = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  const told = tellMessage(lang, message) + tail;
  return [place, path, told].filter((part) => part !== undefined && part !== "").join(": ");
}
