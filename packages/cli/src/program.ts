// The command line: commands, flags and help. Thin: each command hands on to its own module.

import { writeFile } from "node:fs/promises";
import { scenarioTemplate } from "@tiltak/scenarios";
import { InputError } from "@tiltak/sim-core";
import yargs, { type Argv } from "yargs";
import { archive } from "./commands/archive.ts";
import { calibrate } from "./commands/calibrate.ts";
import { chart } from "./commands/chart.ts";
import { checkScenario } from "./commands/check-scenario.ts";
import { checkFigures, evidence } from "./commands/evidence.ts";
import { explain } from "./commands/explain.ts";
import { list } from "./commands/list.ts";
import { compareReadings } from "./commands/readings.ts";
import { report } from "./commands/report.ts";
import { needTwo, study } from "./commands/study-commands.ts";
import { addSweepCommands, sweepFlagNames } from "./commands/sweep-program.ts";
import { type Lang, say } from "./commands/texts.ts";
import { validate } from "./commands/validate.ts";
import { type VerifyFlags, verify } from "./commands/verify.ts";
import { checkRegisters } from "./enterprises/check-registers.ts";
import { checkFlags, registerFlags } from "./enterprises/register-flags.ts";
import { exitCodes, exitCodesText } from "./exit-codes.ts";
import { defaultReplications, number, readLang, readStudyFlags, type WrittenFlags } from "./flags.ts";
import { inLanguage } from "./help-language.ts";
import { unitName } from "./i18n/problems.ts";
import { Terminal } from "./terminal.ts";
import { watchDeclarations, wrongUsage } from "./wrong-usage.ts";

const studyFlags = {
  years: { describe: "Years that results cover (default: the scenario's)", ...number },
  replications: { describe: `Runs of each scenario, an even number (default ${defaultReplications})`, ...number },
  precision: {
    describe: "Stop when each headline half-width is at most this share of the first scenario's mean",
    ...number,
  },
  "precision-of": {
    describe: "measure=half-width in the measure's own unit, for measures near zero (repeatable)",
    type: "string",
  },
  "fixed-parameters": { describe: "Hold every distribution at its mean: chance alone varies", type: "boolean" },
  seed: { describe: "Any text; the same text gives the same numbers (default tiltak)", type: "string" },
  workers: { describe: "Threads (default: all cores); changes no number", ...number },
  set: {
    describe: "name=value, or a distribution: --set 'transfer.share=uniform(0.2, 0.8)' (repeatable)",
    type: "string",
  },
  out: { describe: "Run directory (default tiltak-runs/<scenarios>-<digest>)", type: "string" },
  ...registerFlags,
} as const;

const commonFlags = {
  lang: { describe: "nb or en (default: the locale)", type: "string", global: true },
  format: { describe: "table, json or csv (default table)", type: "string", global: true },
  quiet: { describe: "Say nothing but results and failures", type: "boolean", global: true },
  color: { describe: "--no-color for plain text", type: "boolean", global: true },
} as const;

type Flags = WrittenFlags & Readonly<Record<string, unknown>>;

/**
 * Run the program.
 *
 * @param args what was typed after `tiltak`
 * @returns the exit code
 * @throws InputError for wrong input; what commands throw
 */
export async function runProgram(args: readonly string[], lang: Lang): Promise<number> {
  let exitCode: number = exitCodes.done;
  const finish = (code: number | undefined): void => {
    exitCode = code ?? exitCodes.done;
  };
  const terminalOf = (flags: Flags): Terminal =>
    new Terminal({
      lang: readLang(flags.lang),
      quiet: flags.quiet === true,
      color: flags.color !== false && process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    });
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);
  const formatOf = (flags: Flags): "table" | "json" | "csv" => {
    const { flags: read, problems } = readStudyFlags({ format: flags.format });
    if (problems.length > 0) throw new InputError(problems);
    return read.format;
  };
  const commandLine = ["tiltak", ...args];

  const parser = yargs([...args]);
  const declared = watchDeclarations(parser);
  const program: Argv = inLanguage(parser, lang)
    .scriptName("tiltak")
    .locale("en")
    .usage("$0 <command>\n\nHonest, fast simulation of public programmes")
    .parserConfiguration({ "parse-numbers": false, "parse-positional-numbers": false, "camel-case-expansion": true })
    .options(commonFlags)
    .command(
      "list",
      "Scenarios, with the question that each answers",
      (y) => y.example("$0 list", ""),
      (flags: Flags) => {
        list(terminalOf(flags), formatOf(flags));
      },
    )
    .command(
      "explain <scenario>",
      "Every parameter of a scenario: value, unit, date, source, standing",
      (y) =>
        y
          .positional("scenario", { type: "string", describe: "Id or file" })
          .options({ set: studyFlags.set })
          .option("all", { type: "boolean", describe: "Delivery models too that the scenario cannot use" })
          .example("$0 explain full-scale-transfer", ""),
      (flags: Flags) => {
        const set = flags.set === undefined ? [] : texts(flags.set);
        const options = { set, format: formatOf(flags), all: flags.all === true };
        explain(String(flags.scenario), options, terminalOf(flags));
      },
    )
    .command(
      "evidence [id]",
      "The evidence behind a number; --check computes derived figures again",
      (y) =>
        y
          .positional("id", { type: "string", describe: "Id of a parameter, record or derived figure" })
          .option("check", { type: "boolean", describe: "Compute derived figures again and list disagreements" })
          .example("$0 evidence exits-2023", "")
          .example("$0 evidence --check", ""),
      (flags: Flags) => {
        const terminal = terminalOf(flags);
        const format = formatOf(flags);
        if (flags.check === true) finish(checkFigures(terminal, format));
        else finish(evidence(flags.id === undefined ? undefined : String(flags.id), terminal, format));
      },
    )
    .command(
      "run <scenario>",
      "Simulate one scenario",
      (y) =>
        y
          .positional("scenario", { type: "string", describe: "Id or file" })
          .options(studyFlags)
          .example("$0 run baseline --years 5 --replications 20", ""),
      async (flags: Flags) => finish(await study([String(flags.scenario)], flags, terminalOf(flags), commandLine)),
    )
    .command(
      "compare <scenarios..>",
      "Same people, same luck in each: paired differences, and a verdict",
      (y) =>
        y
          .positional("scenarios", {
            type: "string",
            describe: "Two or more ids or files; the first is the reference",
          })
          .options(studyFlags)
          .option("all-pairs", { type: "boolean", describe: "Compare every scenario with every other" })
          .example("$0 compare baseline full-scale-transfer", "")
          .example("$0 compare baseline full-scale-transfer --set transfer.share=0.5", "")
          .example("$0 compare baseline enterprise-revenue-loss --enterprises examples/registers/enterprises.csv", ""),
      async (flags: Flags) => {
        const scenarios = texts(flags.scenarios);
        needTwo(scenarios);
        finish(await study(scenarios, flags, terminalOf(flags), commandLine));
      },
    )
    .command(
      "chart <run> <kind>",
      "Draw a chart of a run, or all: .vl.json, .svg, .png or .pdf by the file's ending; its data as CSV beside it",
      (y) =>
        y
          .positional("run", { type: "string", describe: "Run directory" })
          .positional("kind", { type: "string", describe: "Kind of chart, or all; a wrong one lists them" })
          .option("out", {
            type: "string",
            describe: "File to write (default <kind>.svg); with all, a folder (default charts)",
          })
          .option("as", { type: "string", describe: "With all: png, svg, pdf or json (default png)" })
          .option("width", { ...number, describe: "Width in pixels (default 752; a PNG 1600)" })
          .option("grey", { type: "boolean", describe: "Draw in shades of grey" })
          .example("$0 run baseline --out my-run", "makes my-run")
          .example("$0 chart my-run participants --out participants.png", "")
          .example("$0 chart my-run all --out pictures --lang nb", ""),
      async (flags: Flags) => {
        await chart(String(flags.run), String(flags.kind), flags, terminalOf(flags));
      },
    )
    .command(
      "report <run>",
      "Write one self-contained file on a run: .html, or .pdf where there is Chromium",
      (y) =>
        y
          .positional("run", { type: "string", describe: "Run directory" })
          .option("out", { type: "string", describe: "File to write (default report.html in the run directory)" })
          .example("$0 run baseline --out my-run", "makes my-run")
          .example("$0 report my-run --lang nb --out rapport.html", "")
          .example("$0 report my-run --out report.pdf", ""),
      async (flags: Flags) =>
        report(String(flags.run), flags.out === undefined ? undefined : String(flags.out), terminalOf(flags)),
    )
    .command(
      "check [file]",
      "Check a scenario file, or registers, without running anything",
      (y) =>
        y
          .positional("file", { type: "string", describe: "Scenario file" })
          .options(checkFlags)
          .example("$0 check examples/half-transfer.yaml", "")
          .example("$0 check --enterprises examples/registers/enterprises.csv", "")
          .example("$0 check --enterprises examples/registers/tiltaksbedrifter.csv --lang nb", ""),
      async (flags: Flags) => {
        const terminal = terminalOf(flags);
        const checked = await checkRegisters(flags, terminal);
        if (flags.file === undefined && checked) return;
        if (flags.file === undefined) {
          const allowed =
            "tiltak check examples/half-transfer.yaml, tiltak check --enterprises examples/registers/enterprises.csv";
          throw new InputError([{ message: "say what to check", allowed }], "usage");
        }
        checkScenario(String(flags.file), terminal);
      },
    )
    .command(
      "verify",
      "The engine against queueing theory: simulated, interval, verdict",
      (y) =>
        y
          .option("seed", studyFlags.seed)
          .option("only", {
            type: "string",
            array: true,
            describe: "Names of cases or models (repeatable, or with commas)",
          })
          .option("quick", { type: "boolean", describe: "A fifth of the work: same checks, same level, less power" })
          .example("$0 verify", "")
          .example("$0 verify --only mm1,lindley --format json", ""),
      (flags: Flags) => {
        const only = flags.only === undefined ? {} : { only: texts(flags.only) };
        finish(verify({ ...flags, ...only } as VerifyFlags, terminalOf(flags), formatOf(flags)));
      },
    )
    .command(
      "validate",
      "The model against what was observed: forecasts that did not know it, their score, and what was missed",
      (y) =>
        y
          .options({ seed: studyFlags.seed, workers: studyFlags.workers })
          .option("replications", { ...number, describe: "Runs of the country, an even number (default 40)" })
          .option("strict", {
            type: "boolean",
            describe: "Fail when fewer intervals hold than the 5 % point of Binomial(n, 0.9)",
          })
          .option("out", { type: "string", describe: "Folder for the table and the chart" })
          .example("$0 validate", "")
          .example("$0 validate --strict --replications 100 --out validation", ""),
      async (flags: Flags) => finish(await validate(flags, terminalOf(flags))),
    )
    .command(
      "calibrate",
      "Every fitted value with its target, method and remaining range, beside what the registry holds",
      (y) =>
        y
          .options({ seed: studyFlags.seed })
          .option("replications", { ...number, describe: "Runs behind the ranges, an even number (default 40)" })
          .example("$0 calibrate", ""),
      async (flags: Flags) => finish(await calibrate(flags, terminalOf(flags))),
    )
    .command(
      "readings <a> <b>",
      "Headline differences under each reading of the two figures on ordinary workplaces",
      (y) =>
        y
          .positional("a", { type: "string", describe: "Reference: id or file" })
          .positional("b", { type: "string", describe: "Other scenario: id or file" })
          .options({
            years: studyFlags.years,
            replications: studyFlags.replications,
            seed: studyFlags.seed,
            workers: studyFlags.workers,
            set: studyFlags.set,
          })
          .example("$0 readings baseline full-scale-transfer", ""),
      async (flags: Flags) =>
        finish(await compareReadings([String(flags.a), String(flags.b)], flags, terminalOf(flags))),
    )
    .command(
      "init [id]",
      "Write a commented scenario file to start from",
      (y) =>
        y
          .positional("id", { type: "string", describe: "Id of the new scenario (default my-scenario)" })
          .option("extends", { type: "string", describe: "Parent (default full-scale-transfer)" })
          .example("$0 init half-transfer --extends full-scale-transfer", ""),
      async (flags: Flags) => {
        const terminal = terminalOf(flags);
        const id = flags.id === undefined ? "my-scenario" : String(flags.id);
        const parent = flags.extends === undefined ? {} : { parent: String(flags.extends) };
        const text = scenarioTemplate({
          id,
          ...parent,
          lang: terminal.lang,
          unitName: (unit) => unitName(terminal.lang, unit),
        });
        const file = `${id}.yaml`;
        await writeFile(file, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
          const message =
            error.code === "EEXIST" ? "is there already; nothing was written" : `cannot be written: ${error.message}`;
          throw new InputError([{ file, message }], "unwritable");
        });
        terminal.print(`${say(terminal.lang, "written")} ${file}`);
      },
    )
    .command(
      "archive <run> <file>",
      "Bundle a finished run so that anyone can carry it out again to the same bits",
      (y) =>
        y
          .positional("run", { type: "string", describe: "Run directory" })
          .positional("file", { type: "string", describe: "Archive to write, .tar.gz" })
          .option("rows", { type: "boolean", describe: "Take the observations along" })
          .option("registers", { type: "boolean", describe: "Take the register of the run along, by pseudonym" })
          .example("$0 run baseline --out my-run", "makes my-run")
          .example("$0 archive my-run my-run.tar.gz", ""),
      async (flags: Flags) =>
        archive(
          String(flags.run),
          String(flags.file),
          { rows: flags.rows === true, registers: flags.registers === true },
          terminalOf(flags),
        ),
    )
    .completion("completion", "Print a completion script for the shell")
    .demandCommand(1, "name a command")
    .epilogue(exitCodesText)
    .strict()
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .version(false)
    .option("version", { type: "boolean", describe: "Print the version" })
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? wrongUsage(message ?? "wrong usage", args, declared(), flagNames);
    });
  await addSweepCommands(program, { terminalOf, finish, commandLine }).parseAsync();
  return exitCode;
}

/** Names of the flags of all commands. */
const flagNames = [
  ...Object.keys(studyFlags),
  ...Object.keys(commonFlags),
  "all",
  "all-pairs",
  "check",
  "width",
  "as",
  "grey",
  "only",
  "quick",
  "strict",
  "extends",
  "rows",
  "registers",
  ...sweepFlagNames,
  "help",
  "version",
];
