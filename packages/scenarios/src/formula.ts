// Arithmetic that evidence files may hold: numbers, references in brackets, + - * / with the usual precedence, parentheses,
// sqrt, exp and log. No names, no assignment, no loops: a formula is data and always ends.

import { exp, log, TiltakError } from "@tiltak/sim-core";

/** A formula that cannot be read or has no value. */
export class FormulaError extends TiltakError {}

const functions: Readonly<Record<string, (x: number) => number>> = { sqrt: Math.sqrt, exp, log };
const longest = 2000;
const deepest = 50;

/**
 * Compute a formula.
 *
 * @param text such as "1000 * [trial-grant-total] / [trial-cost-2021.per-place]"
 * @param lookUp gives the value of what stands in brackets
 * @returns the value
 * @throws FormulaError when the text is not a formula, or its value is not a finite number (a division by zero)
 *
 * Worked number: "2 * ([a] - 1)" with a = 3 is 4.
 */
export function evaluateFormula(text: string, lookUp: (reference: string) => number): number {
  const value = new FormulaReader(text, lookUp).read();
  if (!Number.isFinite(value)) throw new FormulaError("formula", `${text} has no finite value`, { text, value });
  return value;
}

/**
 * List what a formula refers to.
 *
 * @returns the references, without brackets, in order, each once
 */
export function referencesOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\[([^\]]*)\]/g), ([, reference]) => reference ?? ""))];
}

class FormulaReader {
  readonly #text: string;
  readonly #tokens: readonly string[];
  readonly #lookUp: (reference: string) => number;
  #next = 0;
  #depth = 0;

  constructor(text: string, lookUp: (reference: string) => number) {
    this.#text = text;
    this.#lookUp = lookUp;
    if (text.length > longest) this.#fail(`is longer than ${longest} characters`);
    const tokens = text.match(/\[[^\]]*\]|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[a-z]+|[-+*/()]|\S/g) ?? [];
    this.#tokens = tokens;
  }

  read(): number {
    const value = this.#sum();
    if (this.#next < this.#tokens.length) this.#fail(`has "${this.#tokens[this.#next]}" where an operator should be`);
    return value;
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#take("+")) value += this.#product();
      else if (this.#take("-")) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#factor();
    for (;;) {
      if (this.#take("*")) value *= this.#factor();
      else if (this.#take("/")) value /= this.#factor();
      else return value;
    }
  }

  #factor(): number {
    this.#depth += 1;
    if (this.#depth > deepest) this.#fail("is nested too deeply");
    const value = this.#term();
    this.#depth -= 1;
    return value;
  }

  #term(): number {
    if (this.#take("-")) return -this.#factor();
    if (this.#take("(")) return this.#closed(this.#sum());
    const token = this.#tokens[this.#next] ?? "";
    this.#next += 1;
    if (/^\d/.test(token)) return Number(token);
    if (token.startsWith("[") && token.length > 2) return this.#lookUp(token.slice(1, -1));
    if (Object.hasOwn(functions, token)) {
      const f = functions[token] as (x: number) => number;
      if (!this.#take("(")) this.#fail(`needs a parenthesis after ${token}`);
      return f(this.#closed(this.#sum()));
    }
    return this.#fail(token === "" ? "ends too early" : `has "${token}" where a value should be`);
  }

  #closed(value: number): number {
    if (!this.#take(")")) this.#fail("lacks a closing parenthesis");
    return value;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }

  #fail(what: string): never {
    throw new FormulaError("formula", `the formula ${JSON.stringify(this.#text.slice(0, 120))} ${what}`, {
      text: this.#text,
    });
  }
}
