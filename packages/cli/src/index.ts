// The program `tiltak`: from what was typed to an exit code. Errors become one message here, and nowhere else.

import { readFileSync } from "node:fs";
import { InputError, type Problem, StoreError, StudyStoppedError, TiltakError } from "@tiltak/sim-core";
import { langNamed, localeLang, say } from "./commands/texts.ts";
import { exitCodes } from "./exit-codes.ts";
import { tellMessage, tellProblem } from "./i18n/problems.ts";
import { runProgram } from "./program.ts";
import { shellLine } from "./shell-words.ts";

/**
 * Run `tiltak`.
 *
 * @param args what was typed after the program's name
 * @returns the exit code: 0 done, 1 a check failed, 2 wrong input, 3 stopped with resumable work, 130 interrupted, 70 a bug
 */
export async function main(args: readonly string[]): Promise<number> {
  // A reader who has seen enough (| head) is no error; a file that the output goes to may well be full.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    process.exit(exitCodes.stopped);
  });
  const asked = args.map((arg, i) => langNamed(arg === "--lang" ? args[i + 1] : /^--lang=(.*)$/.exec(arg)?.[1]));
  const lang = asked.includes("nb") ? "nb" : asked.includes("en") ? "en" : localeLang(process.env);
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-v")) {
    process.stdout.write(`${version()}\n`);
    return exitCodes.done;
  }
  try {
    // Who names no command wants to know what there is.
    const named = args.some((arg, i) => !arg.startsWith("--lang") && args[i - 1] !== "--lang");
    return await runProgram(named ? args : [...args, "--help"], lang);
  } catch (error) {
    const complain = (text: string): void => {
      process.stderr.write(`${text}\n`);
    };
    if (error instanceof StudyStoppedError) {
      const kept = Number(error.details.completed ?? 0) > 0;
      complain(
        kept
          ? `${tellMessage(lang, error.message)}. ${say(lang, "goOn")}: ${shellLine(["tiltak", ...args])}`
          : say(lang, "interrupted"),
      );
      return kept ? exitCodes.stopped : exitCodes.interrupted;
    }
    if (error instanceof InputError) {
      const problems = error.problems.map((problem) => tellProblem(lang, withFlag(problem, error.code)));
      complain([say(lang, "problems"), ...problems].join("\n"));
      return exitCodes.wrongInput;
    }
    if (error instanceof StoreError) {
      complain(tellMessage(lang, error.message));
      return error.code === "store-full" ? exitCodes.stopped : exitCodes.wrongInput;
    }
    if (error instanceof TiltakError) {
      complain(`${say(lang, "bug")}\n${error.code}: ${error.message}\n${error.stack ?? ""}`);
      return exitCodes.bug;
    }
    complain(`${say(lang, "bug")}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitCodes.bug;
  }
}

/** A study knows no flags: name the one that its goal of precision came from, and the one that would help. */
function withFlag(problem: Problem, code: string): Problem {
  if (code !== "study-precision-near-zero") return problem;
  const measure = /^a half-width for (\S+) in its own unit$/.exec(problem.allowed ?? "")?.[1];
  const allowed =
    measure === undefined ? {} : { allowed: `--precision-of ${measure}=... with a half-width in its own unit` };
  return { ...problem, path: "--precision", ...allowed };
}

/** Version of the program, as its package says. */
function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
