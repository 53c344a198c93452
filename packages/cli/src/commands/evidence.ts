// tiltak evidence: the entry behind an id, or every derived figure computed again.

import { checkEvidence, findEvidence, loadEvidence, parametersOn, sourcesOf } from "@tiltak/scenarios";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";
import { sourceLine } from "./explain.ts";
import { say } from "./texts.ts";

/** Kinds of entries in Norwegian, several and one. */
const kinds: Readonly<Record<string, string>> = {
  sources: "kilder",
  records: "opplysninger",
  mechanisms: "mekanismer",
  derived: "avledede tall",
  inconsistencies: "uoverensstemmelser",
  notFound: "lett etter, ikke funnet",
  parameters: "parametre",
  deliveryModels: "leveringsmodeller",
  source: "kilde",
  record: "opplysning",
  mechanism: "mekanisme",
  inconsistency: "uoverensstemmelse",
  "not-found": "lett etter, ikke funnet",
  parameter: "parameter",
};

/** Show an entry; without an id, count what there is. */
export function evidence(id: string | undefined, terminal: Terminal, format: "table" | "json" | "csv"): number {
  const { lang } = terminal;
  if (id === undefined) {
    const all = loadEvidence();
    const counts = Object.entries(all).map(([kind, map]) => [kind, String((map as ReadonlyMap<string, unknown>).size)]);
    const named = counts.map(([kind = "", count = ""]) => [lang === "nb" ? (kinds[kind] ?? kind) : kind, count]);
    terminal.print(
      format === "json" ? JSON.stringify(Object.fromEntries(counts), null, 2) : table(named, new Set([1])),
    );
    return exitCodes.done;
  }
  const found = findEvidence(id);
  if (format === "json") {
    terminal.print(JSON.stringify({ ...found, parameters: parametersOn(id) }, null, 2));
    return exitCodes.done;
  }
  terminal.print(`${terminal.strong(id)} (${lang === "nb" ? (kinds[found.kind] ?? found.kind) : found.kind})`);
  for (const source of sourcesOf([id], loadEvidence()))
    terminal.print(`  ${say(lang, "source")}: ${sourceLine(source, lang)}`);
  terminal.print(JSON.stringify(found.entry, null, 2));
  const parameters = parametersOn(id);
  if (parameters.length > 0) terminal.print(`${say(lang, "parameter")}: ${parameters.join(", ")}`);
  return exitCodes.done;
}

/** Compute every derived figure again; fail where one disagrees and no known inconsistency says why. */
export function checkFigures(terminal: Terminal, format: "table" | "json" | "csv"): number {
  const { lang } = terminal;
  const checks = checkEvidence();
  const failed = checks.filter(({ agrees, known }) => !agrees && known === undefined);
  if (format === "json") terminal.print(JSON.stringify(checks, null, 2));
  else {
    const written = (value: number): string => String(value).replace(".", lang === "nb" ? "," : ".");
    const rows = checks.map((check) => [
      check.id,
      written(Number(check.computed.toPrecision(6))),
      written(check.value),
      check.printed === undefined ? "" : written(check.printed.value),
      check.agrees
        ? say(lang, "agreement")
        : check.known === undefined
          ? say(lang, "disagreement")
          : `${say(lang, "knownDisagreement")}: ${check.known}`,
    ]);
    const head =
      lang === "nb"
        ? ["Avledet tall", "Regnet ut", "Registeret har", "Kilden trykker", "Utfall"]
        : ["Derived figure", "Computed", "Registry has", "Source prints", "Outcome"];
    terminal.print(table([head, ...rows], new Set([1, 2, 3])));
  }
  return failed.length > 0 ? exitCodes.checkFailed : exitCodes.done;
}
