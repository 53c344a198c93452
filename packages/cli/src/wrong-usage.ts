// What was typed wrong on the command line itself: an unknown command, a flag that the command does not have, a word too many or too few.
// What may be suggested is what the command at hand has declared, so the declarations are watched while the parser makes them.

import { parameterMeant } from "@tiltak/scenarios";
import { InputError, nearestName, type Problem } from "@tiltak/sim-core";
import type { Argv, Options } from "yargs";
import { shellLine } from "./shell-words.ts";

/** What the parser has declared by the time it gives up: the command at hand, and what may follow it. */
export interface Declared {
  /** Words of the command at hand: none, `["compare"]`, `["sweep", "run"]`. */
  readonly words: readonly string[];
  /** How its arguments are written: `<scenarios..>`. */
  readonly places: string;
  /** The first example of its help. */
  readonly example: string | undefined;
  /** Names of the commands that may follow. */
  readonly commands: readonly string[];
  /** Its flags, each with whether it takes a value. */
  readonly flags: ReadonlyMap<string, boolean>;
}

/**
 * Watch what a parser declares.
 *
 * @param parser a parser without commands yet; its methods are wrapped
 * @returns what is declared when asked
 */
export function watchDeclarations(parser: Argv): () => Declared {
  let words: readonly string[] = [];
  let places = "";
  let example: string | undefined;
  let commands: string[] = [];
  const flags = new Map<string, boolean>([["help", false]]);
  const arguments_ = new Set<string>();
  const methods = parser as unknown as Record<string, (...args: unknown[]) => Argv>;
  const wrap = (name: string, wrapped: (call: (...args: unknown[]) => Argv, args: readonly unknown[]) => Argv) => {
    const original = methods[name].bind(parser);
    methods[name] = (...args) => wrapped(original, args);
  };
  wrap("command", (call, [name, description, build, ...rest]) => {
    const [word = "", ...those] = String(name).split(" ");
    commands.push(word);
    const builder = (...args: unknown[]): unknown => {
      // Chosen: from here on its own declarations count.
      words = [...words, word];
      places = those.join(" ");
      example = undefined;
      commands = [];
      return typeof build === "function" ? build(...args) : parser;
    };
    return call(name, description, builder, ...rest);
  });
  wrap("positional", (call, [name, ...rest]) => {
    arguments_.add(String(name));
    return call(name, ...rest);
  });
  wrap("option", (call, [name, options, ...rest]) => {
    const type = (options as Options | undefined)?.type;
    if (typeof name === "string" && !arguments_.has(name)) flags.set(name, type !== "boolean");
    return call(name, options, ...rest);
  });
  wrap("example", (call, [first, ...rest]) => {
    // A first line may make what the command then takes.
    if (typeof first === "string" && first.startsWith(`$0 ${words.join(" ")}`)) example ??= first.slice("$0 ".length);
    return call(first, ...rest);
  });
  return () => ({ words, places, example, commands, flags });
}

/**
 * Turn a complaint of the parser into problems, each with its place and what was meant.
 *
 * @param message what the parser says
 * @param args what was typed
 * @param declared what was declared when it gave up
 * @param elsewhere names of the flags of all commands
 */
export function wrongUsage(
  message: string,
  args: readonly string[],
  declared: Declared,
  elsewhere: readonly string[],
): InputError {
  return new InputError(problemsOf(message, args, declared, elsewhere), "usage");
}

function problemsOf(
  message: string,
  args: readonly string[],
  declared: Declared,
  elsewhere: readonly string[],
): readonly Problem[] {
  const { words, places, example, commands } = declared;
  const plain = plainWords(args, declared.flags);
  const typed = plain[words.length];
  const program = ["tiltak", ...words].join(" ");
  if (commands.length > 0 && typed !== undefined) return [unknownCommand(typed, plain, declared)];
  const usage = places === "" ? program : `${program} ${places}`;
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/.exec(message)?.[1]?.split(", ") ?? [];
  if (commands.length > 0) {
    const flags = args.filter((arg) => /^--?[a-z]/i.test(arg) && !declared.flags.has(nameOf(arg)));
    const allowed = `${commands.join(", ")}; ${program} --help`;
    return [...flags.map((flag) => unknownFlag(flag, args, declared, elsewhere)), { message, allowed }];
  }
  if (message.startsWith("Not enough non-option arguments")) {
    const allowed = example === undefined ? usage : `${usage}, such as tiltak ${example}`;
    return [{ path: program, message: "an argument is missing", allowed }];
  }
  if (unknown.length === 0) return [{ path: program, message, allowed: `${program} --help` }];
  // The parser tells of a flag twice, as written and in camel case.
  const flags = args.filter((arg) => arg.startsWith("-") && unknown.some((name) => isNamed(arg, name)));
  const extra = unknown.filter((name) => plain.includes(name) && !flags.some((flag) => isNamed(flag, name)));
  const problems = [
    ...[...new Set(flags)].map((flag) => unknownFlag(flag, args, declared, elsewhere)),
    ...extra.map((word) => extraWord(word, plain, program, usage)),
  ];
  return problems.length > 0 ? problems : [{ path: program, message, allowed: `${program} --help` }];
}

/** Words that are neither flags nor values of flags. */
function plainWords(args: readonly string[], flags: ReadonlyMap<string, boolean>): readonly string[] {
  return args.filter((arg, i) => {
    if (/^-(?!\d)/.test(arg)) return false;
    const before = args[i - 1] ?? "";
    return !(/^--?[a-z]/i.test(before) && !before.includes("=") && flags.get(nameOf(before)) === true);
  });
}

/** Name of a flag without dashes, value and negation. */
function nameOf(arg: string): string {
  const name = arg.replace(/^-+/, "").split("=", 1)[0] ?? "";
  return name.replace(/^no-/, "");
}

/** Say whether a flag as typed is the one that the parser names, which may be in camel case or the first part of a name with points. */
function isNamed(arg: string, name: string): boolean {
  const [written = ""] = arg.replace(/^-+/, "").split("=", 1);
  const camel = written.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [written, nameOf(arg), camel, written.split(".", 1)[0]].includes(name);
}

function unknownCommand(typed: string, plain: readonly string[], { words, commands }: Declared): Problem {
  const program = ["tiltak", ...words].join(" ");
  if (typed === "help") {
    const asked = plain.slice(words.length + 1, words.length + 2);
    const nearest = [program, ...asked, "--help"].join(" ");
    return { path: typed, message: "unknown command", nearest };
  }
  const nearest = nearestName(typed, commands);
  if (nearest === undefined) return { path: typed, message: "unknown command", allowed: commands.join(", ") };
  return { path: typed, message: "unknown command", nearest: [...words, nearest].join(" ") };
}

/** Words that people have for a flag, and that are not close to its name or closer to another. */
const otherWords: Readonly<Record<string, string>> = {
  register: "enterprises",
  registers: "enterprises",
  registry: "enterprises",
  bedrifter: "enterprises",
  kommuner: "municipalities",
};

/** The flag of the command at hand that such a word means. */
function flagMeant(name: string, flags: ReadonlyMap<string, boolean>): string | undefined {
  const meant = Object.hasOwn(otherWords, name) ? otherWords[name] : undefined;
  return meant !== undefined && flags.has(meant) ? meant : undefined;
}

/** A flag of the command at hand was meant, or a parameter that `--set` takes. */
function unknownFlag(
  flag: string,
  args: readonly string[],
  { flags }: Declared,
  elsewhere: readonly string[],
): Problem {
  const [path = flag, given] = flag.split("=", 2);
  const name = nameOf(flag);
  const problem = { path, message: "there is no such flag here" };
  const nearest = flagMeant(name, flags) ?? nearestName(name, [...flags.keys()]);
  if (nearest !== undefined) return { ...problem, nearest: `${path.startsWith("--no-") ? "--no-" : "--"}${nearest}` };
  if (!flags.has("set") || elsewhere.includes(name)) return problem;
  const next = args[args.indexOf(flag) + 1];
  const value = given ?? (next === undefined || next.startsWith("--") ? "..." : next);
  const set = (id: string): string => shellLine(["--set", `${id}=${value}`]);
  const meant = parameterMeant(name, plainWords(args, flags));
  if (meant.nearest !== undefined) return { ...problem, nearest: set(meant.nearest) };
  if (meant.candidates === undefined) return problem;
  return { ...problem, allowed: `such as ${meant.candidates.map(set).join(", ")}` };
}

function extraWord(word: string, plain: readonly string[], program: string, usage: string): Problem {
  const message = "is one word too many";
  // Two scenarios are what compare is for.
  if (program === "tiltak run" && plain.length > 2)
    return { path: word, message, nearest: shellLine(["tiltak", "compare", ...plain.slice(1)]) };
  return { path: word, message, allowed: usage };
}
