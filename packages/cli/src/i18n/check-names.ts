// Models and measures of `tiltak verify` in Norwegian (bokmål). Where no Norwegian word is usual, the field's own stands in brackets.

import type { Lang } from "../commands/texts.ts";
import { tellFrom } from "./problems.ts";

/** Translations of what is checked; {} is a number. */
const names: Readonly<Record<string, string>> = {
  // Models; letters and strokes are the same in every language.
  "M/G/1 priority": "M/G/1 med prioritet",
  "M/G/1 preemptive": "M/G/1 med avbrytende prioritet (preemptive)",
  "M/G/1-PS": "M/G/1 med delt betjening (PS)",
  "machine repair": "maskiner og reparatører",
  "open Jackson": "åpent Jackson-nettverk",
  "t over replications": "t over kjøringer",
  "paired t": "parvis t",
  "batch means": "gruppegjennomsnitt (batch means)",
  "MSER-5, adjusted batch means": "MSER-5, justerte gruppegjennomsnitt (batch means)",
  // Measures.
  utilisation: "utnyttelse",
  "number in system": "antall i systemet",
  wait: "ventetid",
  "probability of waiting": "sannsynlighet for å vente",
  blocking: "andel avviste (blocking)",
  abandonment: "andel som gir opp (abandonment)",
  "wait of class {}": "ventetid i klasse {0}",
  sojourn: "tid i systemet",
  "sojourn in the network": "tid i nettverket",
  "machines down": "maskiner ute av drift",
  "utilisation of repairers": "utnyttelse av reparatørene",
  "wait for repair": "ventetid på reparasjon",
  "repairs per time": "reparasjoner per tidsenhet",
  "number at station {}": "antall ved stasjon {0}",
  "number at {}": "antall ved tid {0}",
  "variance at {}": "varians ved tid {0}",
  "waits that differ": "ventetider som avviker",
  "coverage of {} %": "dekning av {0} %-intervall",
};

/**
 * Name a model or a measure of a check.
 *
 * @param name as the library has it, in English
 * @returns the name in that language; letters of queueing theory, such as M/M/c, are the same in both
 *
 * Worked example: "number at 1.25" is "antall ved tid 1,25" in bokmål.
 */
export function checkName(lang: Lang, name: string): string {
  return lang === "en" ? name : tellFrom(names, name).replaceAll(/(\d)\.(\d)/g, "$1,$2");
}
