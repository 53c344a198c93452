// tiltak check FILE: the scenario is in order, and this is what it says. What differs from the parent with meaning and unit, what a
// distribution means in numbers, and what was written without changing anything.

import { loadScenario, type ResolvedParameter, resolveScenarios } from "@tiltak/scenarios";
import { isDistribution, type ParameterSpec, quantileOfSpec } from "@tiltak/sim-core";
import { unitName } from "../i18n/problems.ts";
import type { Terminal } from "../terminal.ts";
import { changeText } from "./explain.ts";
import { type Lang, say } from "./texts.ts";

/**
 * Check a scenario file and explain it in short.
 *
 * @param file path of the file
 * @throws InputError with every problem of the file and its parents
 */
export function checkScenario(file: string, terminal: Terminal): void {
  const { lang } = terminal;
  const scenario = loadScenario(file);
  const [resolved] = resolveScenarios([file]);
  terminal.print(`${scenario.id} ${say(lang, "checkedOut")}`);
  if (resolved === undefined) return;
  terminal.print(`${resolved.start}, ${resolved.years} ${lang === "nb" ? "år" : "years"}`);
  if (resolved.extends !== undefined) terminal.print(`\n${say(lang, "differsFrom")} ${resolved.extends}:`);
  if (resolved.changes.length === 0) terminal.print(`  ${say(lang, "noChange")}`);
  for (const change of resolved.changes) {
    const parameter = resolved.parameters[change.id];
    terminal.print(`  ${changeText(change)}${parameter === undefined ? "" : meaning(parameter, lang)}`);
  }
  const changed = new Set(resolved.changes.map(({ id }) => id));
  const idle = Object.entries(scenario.parameters)
    .filter(([id, { setBy }]) => setBy === scenario.id && !changed.has(id))
    .map(([id]) => id);
  for (const id of idle) terminal.print(`  ${id}: ${say(lang, "asParent")}`);
}

/** Unit, label and, for a distribution, where its middle nine tenths lie. */
function meaning({ unit, label, spec }: ResolvedParameter, lang: Lang): string {
  const parts = [label[lang], ...(unit === "" ? [] : [unitName(lang, unit)]), ...spreadOf(spec, lang)];
  return `  (${parts.join("; ")})`;
}

function spreadOf(spec: ParameterSpec, lang: Lang): readonly string[] {
  if (!isDistribution(spec) || spec.distribution === "choice") return [];
  const at = (p: number): string => String(Number(Number(quantileOfSpec(spec, p)).toPrecision(3)));
  const text =
    lang === "nb"
      ? `median ${at(0.5)}, 90 % mellom ${at(0.05)} og ${at(0.95)}`
      : `median ${at(0.5)}, 90 % between ${at(0.05)} and ${at(0.95)}`;
  return [lang === "nb" ? text.replaceAll(".", ",") : text];
}
