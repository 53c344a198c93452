// Titles as an output shows them: a scenario's own, and beside it what the command line changed in this scenario, since "half of the places" is
// not what was run where somebody set another share. What was set at all is told once.

import { formatSpec, type ResolvedParameter, type ResolvedScenario, resolveScenarios } from "@tiltak/scenarios";
import { inner } from "./charts/text.ts";
import type { Lang } from "./commands/texts.ts";

/** Most settings that a title carries; more are counted. */
const mostInTitle = 2;

function isSet({ setBy }: ResolvedParameter): boolean {
  return setBy === "--set";
}

/** Write a setting: its label and value, numbers with the language's decimal mark. */
function settingText(lang: Lang, { label, spec }: ResolvedParameter): string {
  const value = formatSpec(spec);
  const shown = typeof spec === "number" && lang === "nb" ? value.replace(".", ",").replace("-", "−") : value;
  return `${inner(label[lang])} ${shown}`;
}

/** What the command line changed of one scenario alone; a lever that was set to what the scenario of the catalogue has anyway is no change. */
function changedLevers(scenario: ResolvedScenario): readonly ResolvedParameter[] {
  const set = Object.values(scenario.parameters).filter((parameter) => isSet(parameter) && parameter.lever);
  if (set.length === 0 || !scenario.inCatalogue) return set;
  const own = resolveScenarios([scenario.id])[0]?.parameters ?? {};
  return set.filter(({ id, spec }) => {
    const before = own[id];
    return before === undefined || formatSpec(before.spec) !== formatSpec(spec);
  });
}

/** Write changes as they stand beside a title; empty where there are none. */
function besideTitle(lang: Lang, changed: readonly ResolvedParameter[]): string {
  if (changed.length === 0) return "";
  const told = changed.slice(0, mostInTitle).map((parameter) => settingText(lang, parameter));
  const more = changed.length - told.length;
  const rest = more === 0 ? [] : [lang === "nb" ? `${more} til` : `${more} more`];
  return ` (${lang === "nb" ? "satt" : "set"}: ${[...told, ...rest].join("; ")})`;
}

/** Put beside each scenario's title what the command line changed in it. */
export function withSettingsInTitles(scenarios: readonly ResolvedScenario[]): readonly ResolvedScenario[] {
  return scenarios.map((scenario) => {
    const changed = changedLevers(scenario);
    if (changed.length === 0) return scenario;
    const beside = { nb: besideTitle("nb", changed), en: besideTitle("en", changed) };
    const { title } = scenario;
    // A run that is read again has them already.
    if (title.nb.endsWith(beside.nb) && title.en.endsWith(beside.en)) return scenario;
    return { ...scenario, title: { nb: title.nb + beside.nb, en: title.en + beside.en } };
  });
}

/** Say what the command line set, in one scenario or in all; empty where it set nothing. */
export function settingsSentence(scenarios: readonly ResolvedScenario[], lang: Lang): string {
  const set = new Map<string, ResolvedParameter>();
  for (const { parameters } of scenarios)
    for (const parameter of Object.values(parameters)) if (isSet(parameter)) set.set(parameter.id, parameter);
  if (set.size === 0) return "";
  const told = [...set.values()].map((parameter) => settingText(lang, parameter)).join("; ");
  return lang === "nb" ? `Satt med --set: ${told}.` : `Set with --set: ${told}.`;
}
