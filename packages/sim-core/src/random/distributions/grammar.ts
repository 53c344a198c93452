// The short spelling of a distribution, one line of text: `pert(0, 0.3, 0.8)`, `normal(mean=0, sd=1)`, `choice(a, b; 0.7, 0.3)`.
// Parameters stand in the order of the family's first form or are named; lists are separated by semicolons or written in brackets;
// text that is no plain word stands in double quotes as in JSON. `formatDistribution` writes what `parseDistribution` reads.
import { InputError, type Problem } from "../../foundation/errors.ts";
import type { ChoiceValue, Family, Field } from "./distribution.ts";
import {
  closestForm,
  type DistributionSpec,
  distributionFamily,
  distributionProblems,
  formsOf,
  unknownFamily,
  unknownParameter,
} from "./registry.ts";

/** What an argument may be once read; a list only after a name. */
type Value = ChoiceValue | DistributionSpec | readonly Value[];

interface Argument {
  readonly name: string | undefined;
  readonly group: number;
  readonly value: Value;
}

/**
 * Read the short spelling of a distribution.
 *
 * @param text such as `pert(0, 0.3, 0.8)`
 * @returns the spec, checked
 * @throws InputError with every problem, code `invalid-distribution`
 *
 * Worked example: `lognormal(median=12.4, mean=19.5)` is { distribution: "lognormal", median: 12.4, mean: 19.5 }.
 */
export function parseDistribution(text: string): DistributionSpec {
  const reader = new Reader(text);
  const spec = reader.distribution();
  reader.end();
  const problems = distributionProblems(spec);
  if (problems.length > 0) {
    throw new InputError(
      problems.map((problem) => ({ ...problem, message: `${text.trim()}: ${problem.message}` })),
      "invalid-distribution",
    );
  }
  return spec;
}

/**
 * Say whether a text looks like a distribution rather than a plain value: a word and a parenthesis.
 *
 * @param text the text
 * @returns true for `pert(` and the like; the rest may still be wrong
 */
export function looksLikeDistribution(text: string): boolean {
  return /^\s*[A-Za-z][\w-]*\s*\(/.test(text);
}

/**
 * Write a spec in its short spelling.
 *
 * @param spec the spec
 * @returns one line; `parseDistribution` gives an equal spec back
 */
export function formatDistribution(spec: DistributionSpec): string {
  const family = distributionFamily(spec.distribution);
  if (family === undefined) throw new InputError([unknownFamily(spec.distribution)], "invalid-distribution");
  const form = closestForm(family, Object.keys(spec));
  const given = form.filter((field) => Reflect.get(spec, field.name) !== undefined);
  const lists = form.some((field) => field.kind !== "number");
  // Parameters may stand without names only when none is left out before them.
  const positional = form === family.forms[0] && given.every((field, i) => field === form[i]);
  const parts = given.map((field) => {
    const value: Value = Reflect.get(spec, field.name);
    if (positional) return Array.isArray(value) ? value.map(formatValue).join(", ") : formatValue(value);
    return `${field.name}=${formatValue(value)}`;
  });
  return `${spec.distribution}(${parts.join(positional && lists ? "; " : ", ")})`;
}

function formatValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (typeof value === "object") return formatDistribution(value as DistributionSpec);
  if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
  return plainWord.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}

const plainWord = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const reserved = /^(true|false|infinity|nan)$/i;

/** A recursive-descent reader over one line. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  distribution(): DistributionSpec {
    const name = this.#match(/[A-Za-z][\w-]*/y);
    if (name === undefined) this.#fail("the name of a distribution");
    return this.#arguments(name);
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail("nothing more");
  }

  /** What stands in parentheses after a family's name, and the spec that it makes. */
  #arguments(name: string): DistributionSpec {
    const family = distributionFamily(name);
    if (family === undefined) throw new InputError([unknownFamily(name)], "invalid-distribution");
    this.#expect("(");
    const found: Argument[] = [];
    let group = 0;
    if (!this.#accept(")")) {
      for (;;) {
        const argument = this.#match(/[A-Za-z]\w*(?=\s*=)/y);
        if (argument !== undefined) this.#expect("=");
        const value = argument !== undefined && this.#accept("[") ? this.#list() : this.#value();
        found.push({ name: argument, group, value });
        if (this.#accept(")")) break;
        if (this.#accept(";")) group++;
        else this.#expect(",", "a comma, a semicolon or a closing parenthesis");
      }
    }
    return assemble(family, found);
  }

  #list(): Value[] {
    const values: Value[] = [];
    if (this.#accept("]")) return values;
    for (;;) {
      values.push(this.#value());
      if (this.#accept("]")) return values;
      this.#expect(",", "a comma or a closing bracket");
    }
  }

  #value(): Value {
    this.#space();
    const number = this.#match(/[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[Ii]nfinity)(?![\w.])/y);
    if (number !== undefined) return /infinity/i.test(number) ? signedInfinity(number) : Number(number);
    const quoted = this.#match(/"(?:[^"\\]|\\.)*"/y);
    if (quoted !== undefined) return this.#unquote(quoted);
    const word = this.#match(/[\p{L}_][\p{L}\p{N}_.-]*/uy);
    if (word === undefined) this.#fail("a value");
    this.#space();
    if (this.#text[this.#at] === "(") return this.#arguments(word);
    if (word === "true") return true;
    return word === "false" ? false : word;
  }

  #unquote(quoted: string): string {
    try {
      return String(JSON.parse(quoted));
    } catch {
      return this.#fail("a text in double quotes, escaped as in JSON");
    }
  }

  #match(pattern: RegExp): string | undefined {
    this.#space();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #accept(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string, allowed = JSON.stringify(character)): void {
    if (!this.#accept(character)) this.#fail(allowed);
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #fail(allowed: string): never {
    const found = this.#at < this.#text.length ? JSON.stringify(this.#text.slice(this.#at)) : "the end";
    throw new InputError(
      [
        {
          message: `cannot read the distribution ${JSON.stringify(this.#text)} at character ${this.#at + 1}`,
          found,
          allowed,
        },
      ],
      "invalid-distribution",
    );
  }
}

function signedInfinity(text: string): number {
  return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Put arguments under the parameters of a family. What is wrong with the values is for `distributionProblems`. */
function assemble(family: Family<DistributionSpec>, found: readonly Argument[]): DistributionSpec {
  const problems: Problem[] = [];
  const spec: Record<string, unknown> = { distribution: family.name };
  const put = (name: string, value: unknown): void => {
    if (Object.hasOwn(spec, name)) problems.push({ path: name, message: `${family.name}: given twice` });
    spec[name] = value;
  };
  const named = found.filter((argument) => argument.name !== undefined);
  for (const { name = "", value } of named) {
    if (family.forms.flat().some((field) => field.name === name)) put(name, value);
    else problems.push(unknownParameter(family, name));
  }
  const first = family.forms[0] as readonly Field[];
  const plain = found.filter((argument) => argument.name === undefined);
  if (first.some((field) => field.kind !== "number")) {
    const groups = new Map<number, Value[]>();
    for (const { group, value } of plain) groups.set(group, [...(groups.get(group) ?? []), value]);
    for (const [group, values] of groups) {
      const field = first[group];
      if (field === undefined) problems.push(tooMany(family, group + 1, "lists"));
      else put(field.name, values);
    }
  } else {
    if (found.some((argument) => argument.group > 0)) {
      problems.push({ message: `${family.name}: takes no semicolon`, allowed: formsOf(family) });
    }
    plain.forEach(({ value }, i) => {
      const field = first[i];
      if (field === undefined) problems.push(tooMany(family, plain.length, "values"));
      else put(field.name, value);
    });
  }
  if (problems.length > 0) throw new InputError([...problems, ...distributionProblems(spec)], "invalid-distribution");
  return spec as unknown as DistributionSpec;
}

function tooMany(family: Family<DistributionSpec>, count: number, what: string): Problem {
  return { message: `${family.name}: too many ${what}`, found: String(count), allowed: formsOf(family) };
}
