// Titles as an output shows them: a scenario's own, and beside it what the command line set in this scenario, since "half of the places" is not
// what was run where somebody set another share. What was set for the whole world is told once, not in every title.

import { formatSpec, type ResolvedParameter, type ResolvedScenario } from "@tiltak/scenarios";
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

/** What was set of one scenario alone, in words; empty where nothing was. */
function besideTitle(lang: Lang, { parameters }: ResolvedScenario): string {
  const set = Object.values(parameters).filter((parameter) => isSet(parameter) && parameter.lever);
  if (set.length === 0) return "";
  const told = set.slice(0, mostInTitle).map((parameter) => settingText(lang, parameter));
  const more = set.length - told.length;
  const rest = more === 0 ? [] : [lang === "nb" ? `${more} til` : `${more} more`];
  return ` (${lang === "nb" ? "satt" : "set"}: ${[...told, ...rest].join("; ")})`;
}

/** Put beside each scenario's title what the command line set in it. */
export function withSettingsInTitles(scenarios: readonly ResolvedScenario[]): readonly ResolvedScenario[] {
  return scenarios.map((scenario) => {
    const beside = { nb: besideTitle("nb", scenario), en: besideTitle("en", scenario) };
    if (beside.nb === "") return scenario;
    const { title } = scenario;
    // A run that is read again has them already.
    if (title.nb.endsWith(beside.nb) && title.en.endsWith(beside.en)) return scenario;
    return { ...scenario, title: { nb: title.nb + beside.nb, en: title.en + beside.en } };
  });
}

/** Say what the command line set for the world of all scenarios; empty where it set nothing there. */
export function worldSettings(scenarios: readonly ResolvedScenario[], lang: Lang): string {
  const set = Object.values(scenarios[0]?.parameters ?? {}).filter((parameter) => isSet(parameter) && !parameter.lever);
  if (set.length === 0) return "";
  const told = set.map((parameter) => settingText(lang, parameter)).join("; ");
  return lang === "nb" ? `Satt i alle scenarioene: ${told}.` : `Set in all scenarios: ${told}.`;
}
