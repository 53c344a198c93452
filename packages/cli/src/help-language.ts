// The help in the reader's language: every description passes through here on its way to the library that prints the help, so that commands
// are written once, in English, and whoever adds one adds its text to the catalogue.

import type { Argv, Options, PositionalOptions } from "yargs";
import type { Lang } from "./commands/texts.ts";
import { helpTexts, helpWords } from "./i18n/help-texts.ts";
import { tellFrom } from "./i18n/problems.ts";

/** Put a description into a language; English where it has no text. */
export function tellHelp(lang: Lang, text: string): string {
  return lang === "en" ? text : tellFrom(helpTexts, text);
}

/**
 * Make a parser describe its commands and flags in a language.
 *
 * @param parser a parser without commands yet
 * @returns the same parser
 */
export function inLanguage(parser: Argv, lang: Lang): Argv {
  // Commands describe themselves on this very object; what each method does otherwise is the library's.
  const methods = parser as unknown as Record<string, (...args: unknown[]) => Argv>;
  const told = (value: unknown): unknown => (typeof value === "string" ? tellHelp(lang, value) : value);
  const described = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const options = value as Options & PositionalOptions;
    return options.describe === undefined ? options : { ...options, describe: told(options.describe) };
  };
  const wrap = (name: string, change: (args: readonly unknown[]) => readonly unknown[]): void => {
    const original = methods[name].bind(parser);
    methods[name] = (...args) => original(...change(args));
  };
  // Choosing a locale loads its strings; ours come after.
  const locale = methods.locale.bind(parser);
  methods.locale = (...args) => {
    locale(...args);
    return lang === "en" ? parser : parser.updateStrings({ ...helpWords });
  };
  wrap("usage", ([first, ...rest]) => [told(first), ...rest]);
  wrap("epilogue", ([text]) => [told(text)]);
  wrap("command", ([name, description, ...rest]) => [name, told(description), ...rest]);
  wrap("completion", ([name, description, ...rest]) => [name, told(description), ...rest]);
  wrap("option", ([name, options, ...rest]) => [name, described(options), ...rest]);
  wrap("positional", ([name, options, ...rest]) => [name, described(options), ...rest]);
  // What a command makes for the next one is said as a comment of the shell, so that the lines can be pasted as they stand.
  wrap("example", ([command, note]) => [note === "" ? command : `${String(command)}  # ${String(told(note))}`, ""]);
  return parser;
}
