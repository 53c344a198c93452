// All problems of a register at once: the first fifty in full, the rest counted.

import { InputError, type Problem } from "@tiltak/sim-core";
import { type ProblemNotes, problemIn, type RegisterLang, type RegisterText, tell } from "./texts.ts";

/** Problems that are told before the rest is only counted. */
const mostProblems = 50;
const longestFound = 60;
/** After any column that a file may have. */
const lastColumn = 1_000_000;

/** Where a problem stands in a register. */
export interface CellPlace {
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

/** Gather the problems of one file. */
export class Complaints {
  readonly lang: RegisterLang;
  readonly #file: string;
  readonly #problems: Problem[] = [];
  #count = 0;

  constructor(file: string, lang: RegisterLang) {
    this.#file = file;
    this.lang = lang;
  }

  /** How many problems there are. */
  get count(): number {
    return this.#count;
  }

  /** Whether the next problem will be told in full: what goes into it is worth working out. */
  get listens(): boolean {
    return this.#count < mostProblems;
  }

  /** Add a problem. */
  add(
    place: CellPlace,
    key: RegisterText,
    args: Readonly<Record<string, string | number>> = {},
    notes: ProblemNotes = {},
  ): void {
    this.#count += 1;
    if (this.#count > mostProblems) return;
    const found = notes.found === undefined ? {} : { found: shortened(notes.found) };
    const path = place.path === undefined ? {} : { path: shortened(place.path) };
    this.#problems.push(
      problemIn(this.lang, { file: this.#file, ...place, ...path }, tell(this.lang, key, args), { ...notes, ...found }),
    );
  }

  /**
   * End with what there is, in the order of the file: by line, then by column.
   *
   * @throws InputError when there is any problem
   */
  end(): void {
    if (this.#count === 0) return;
    const more = this.#count - this.#problems.length;
    const last: Problem[] = more === 0 ? [] : [{ file: this.#file, message: tell(this.lang, "andMore", { n: more }) }];
    // What is wrong with a whole line comes after its cells.
    const place = ({ line = 0, column = lastColumn }: Problem): readonly [number, number] => [line, column];
    const sorted = this.#problems.toSorted((a, b) => {
      const [[lineA, columnA], [lineB, columnB]] = [place(a), place(b)];
      return lineA - lineB || columnA - columnB;
    });
    throw new InputError([...sorted, ...last], "register");
  }
}

/** Make a text fit into a message; what may be a national identity number is not repeated. */
function shortened(text: string): string {
  const masked = text.replaceAll(/(?<!\d)\d{6}[ \u00a0-]?\d{5}(?!\d)/g, "###########");
  const plain = masked.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, " ");
  return plain.length > longestFound ? `${plain.slice(0, longestFound - 3)}...` : plain;
}
