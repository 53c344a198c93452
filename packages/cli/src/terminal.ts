// Where the program speaks: results on standard output, everything else on standard error. Nothing else writes to either.

import type { StudyProgress } from "@tiltak/sim-core";
import { type Lang, say } from "./commands/texts.ts";

/** How to speak. */
export interface TerminalOptions {
  readonly lang: Lang;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** The program's two voices. */
export class Terminal {
  readonly lang: Lang;
  readonly #quiet: boolean;
  readonly #color: boolean;
  #bar = false;
  #toldAt = 0;
  #told = "";

  constructor(options: TerminalOptions) {
    this.lang = options.lang;
    this.#quiet = options.quiet;
    this.#color = options.color;
  }

  /** Print a result. */
  print(text: string): void {
    this.#clearBar();
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Tell something on the side. */
  note(text: string): void {
    if (this.#quiet) return;
    this.#clearBar();
    process.stderr.write(`${text}\n`);
  }

  /** Tell of a failure, however quiet. */
  complain(text: string): void {
    this.#clearBar();
    process.stderr.write(`${text}\n`);
  }

  /** Show how far a study is: a bar on a terminal, a line now and then elsewhere; nothing in its first two seconds. */
  progress(progress: StudyProgress): void {
    if (this.#quiet || progress.elapsedSeconds < 2) return;
    const { done, total, remainingSeconds } = progress;
    const left =
      remainingSeconds === null || done >= total ? "" : `, ${say(this.lang, "timeLeft")} ${duration(remainingSeconds)}`;
    const text = `${done}/${total} ${say(this.lang, "replications")}${left}`;
    if (process.stderr.isTTY) {
      const width = 24;
      const filled = total > 0 ? Math.floor((width * done) / total) : 0;
      process.stderr.write(`\r\u001b[2K[${"#".repeat(filled)}${".".repeat(width - filled)}] ${text}`);
      this.#bar = true;
      return;
    }
    if (text === this.#told || (progress.elapsedSeconds - this.#toldAt < 10 && done < total)) return;
    this.#told = text;
    this.#toldAt = progress.elapsedSeconds;
    process.stderr.write(`${text}\n`);
  }

  /** Write text bold where colour is wanted. */
  strong(text: string): string {
    return this.#color ? `\u001b[1m${text}\u001b[22m` : text;
  }

  #clearBar(): void {
    if (!this.#bar) return;
    process.stderr.write("\r\u001b[2K");
    this.#bar = false;
  }
}

/** Write seconds as a person says them. */
export function duration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Line columns up; numbers (columns in `right`) stand to the right. */
export function table(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string {
  const widths: number[] = [];
  for (const row of rows) for (const [c, cell] of row.entries()) widths[c] = Math.max(widths[c] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, c) => (right.has(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
