// tiltak list: the scenarios of the catalogue, with the question that each answers.

import { loadCatalogue } from "@tiltak/scenarios";
import { csvField, neutralised } from "../csv.ts";
import type { Terminal } from "../terminal.ts";
import { say } from "./texts.ts";

/** List the catalogue. */
export function list(terminal: Terminal, format: "table" | "json" | "csv"): void {
  const { lang } = terminal;
  const entries = loadCatalogue();
  if (format === "json") {
    const plain = entries.map(({ id, title, question, levers, extends: parent }) => ({
      id,
      title,
      question,
      levers,
      extends: parent ?? null,
    }));
    terminal.print(JSON.stringify(plain, null, 2));
    return;
  }
  if (format === "csv") {
    const rows = entries.map(({ id, title, question, levers, extends: parent }) =>
      [id, title[lang], question[lang], levers.join(" "), parent ?? ""].map((text) => csvField(neutralised(text))),
    );
    terminal.print([["id", "title", "question", "levers", "extends"], ...rows].map((row) => row.join(",")).join("\n"));
    return;
  }
  for (const [i, entry] of entries.entries()) {
    if (i > 0) terminal.print("\n");
    terminal.print(`${terminal.strong(entry.id)}: ${entry.title[lang]}`);
    terminal.print(`  ${entry.question[lang]}`);
    if (entry.levers.length > 0) terminal.print(`  ${say(lang, "levers")}: ${entry.levers.join(", ")}`);
  }
}
