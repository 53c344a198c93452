// What the sweep commands say, in Norwegian (bokmål) and English. A missing text is a type error.

import type { Lang } from "./texts.ts";

const texts = {
  quantity: { nb: "Størrelse", en: "Quantity" },
  amount: { nb: "Anslag", en: "Forecast" },
  points: { nb: "punkter i designet", en: "points of the design" },
  scenarios: { nb: "scenarioer", en: "scenarios" },
  replications: { nb: "replikasjoner i hvert punkt", en: "replications at each point" },
  runs: { nb: "kjøringer i alt", en: "runs in all" },
  pilot: { nb: "prøvekjøringer", en: "pilot runs" },
  perRun: { nb: "tid per kjøring", en: "time for a run" },
  time: { nb: "tid i alt", en: "time in all" },
  onWorkers: { nb: "tråder", en: "workers" },
  memory: { nb: "minne", en: "memory" },
  disk: { nb: "plass på disk", en: "space on disk" },
  rows: { nb: "rader", en: "rows" },
  tooLarge: { nb: "sveipet er for stort til å tas på seg", en: "the sweep is too large to be taken on" },
  shardDone: { nb: "Delen er ferdig; når alle er der:", en: "The shard is done; when all are there:" },
  state: { nb: "Tilstand", en: "State" },
  done: { nb: "ferdig", en: "done" },
  running: { nb: "kjører", en: "running" },
  stopped: { nb: "stoppet", en: "stopped" },
  interrupted: { nb: "avbrutt", en: "interrupted" },
  missing: { nb: "ikke begynt", en: "not begun" },
  runsDone: { nb: "Kjøringer", en: "Runs" },
  failed: { nb: "Feilet", en: "Failed" },
  part: { nb: "Del", en: "Part" },
  total: { nb: "i alt", en: "in all" },
  goOn: { nb: "Fortsett med", en: "Go on with" },
  gather: { nb: "Samle delene med", en: "Gather the shards with" },
  queue: { nb: "I køen", en: "In the queue" },
  merged: { nb: "Samlet", en: "Merged" },
  duplicates: { nb: "biter som en annen del alt hadde", en: "chunks that another shard had brought already" },
  damaged: { nb: "skadet og må gjøres om igjen", en: "damaged, to be done again" },
  stillMissing: { nb: "kjøringer mangler", en: "runs are missing" },
  sameBits: { nb: "Samme bit for bit", en: "The same bits" },
  otherBits: { nb: "IKKE de samme bitene", en: "NOT the same bits" },
  values: { nb: "verdier", en: "values" },
  kept: { nb: "lagret", en: "kept" },
  again: { nb: "på nytt", en: "again" },
  failedAlike: { nb: "Feilet på samme måte", en: "Failed in the same way" },
  submitted: { nb: "Sendt inn som jobb", en: "Submitted as job" },
  written: { nb: "Skrevet", en: "Written" },
  parameters: { nb: "Parametre", en: "Parameters" },
  chance: { nb: "Tilfeldighet", en: "Chance" },
  halfWidth: { nb: "Halv bredde", en: "Half-width" },
  twiceDraws: { nb: "med dobbelt så mange trekninger", en: "with twice the draws" },
  twiceRuns: { nb: "med dobbelt så mange kjøringer per trekning", en: "with twice the runs a draw" },
  shares: { nb: "Hvor usikkerheten kommer fra", en: "Where the uncertainty comes from" },
  onlyOverall: {
    nb: "Anslagene gjelder alle punkter sammen; hvert punkt får egne rader med --per-point",
    en: "Estimates are over all points; each point gets rows of its own with --per-point",
  },
} as const;

/** Say a text of the sweep commands. */
export function saySweep(lang: Lang, key: keyof typeof texts): string {
  return texts[key][lang];
}
