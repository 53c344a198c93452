// From the findings of a schema to problems that a person can mend: each with file, line, path, what stood there and what may.

import { nearestNote, type Problem } from "@tiltak/sim-core";
import type { z } from "zod";
import type { Path, YamlText } from "./yaml-text.ts";

type Issue = z.core.$ZodIssue;

/**
 * Turn the issues of a failed parse into problems with their places.
 *
 * @param issues what zod found
 * @param document the document that was parsed
 * @param names names that may stand in a map, for the nearest right one: a function of the map's path
 * @returns at least one problem for each issue
 */
export function problemsOfIssues(
  issues: readonly Issue[],
  document: YamlText,
  names: (path: Path) => readonly string[] = () => [],
): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, document, names));
}

function problemsOfIssue(issue: Issue, document: YamlText, names: (path: Path) => readonly string[]): Problem[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const at = (where: Path, part: "name" | "value"): Problem => ({
    file: document.file,
    ...document.locate(where, part),
    path: pathText(where),
    message: "",
  });
  if (issue.code === "unrecognized_keys") {
    const allowed = names(path);
    return issue.keys.map((key) => ({
      ...at([...path, key], "name"),
      message: "is not a name that may stand here",
      ...(allowed.length > 0 && allowed.length < 20 ? { allowed: allowed.join(", ") } : {}),
      ...nearestNote(key, allowed),
    }));
  }
  const found = valueAt(document.data, path);
  const missing = found === undefined;
  return [
    {
      ...at(path, "value"),
      message: missing ? "is missing" : messageOf(issue),
      ...(found === undefined ? {} : { found: show(found) }),
      ...allowedOf(issue),
    },
  ];
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "invalid_union":
      return issue.message;
    case "invalid_value":
      return "is not one of the allowed values";
    case "too_small":
      return "is too small";
    case "too_big":
      return "is too large";
    default:
      return issue.message;
  }
}

function allowedOf(issue: Issue): { allowed?: string } {
  if (issue.code === "invalid_value") return { allowed: issue.values.map(String).join(", ") };
  if (issue.code === "too_small") return { allowed: `at least ${issue.minimum}` };
  if (issue.code === "too_big") return { allowed: `at most ${issue.maximum}` };
  return {};
}

const words: Readonly<Record<string, string>> = {
  object: "a map",
  record: "a map",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};
const article = (type: string): string => words[type] ?? `a ${type}`;

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Write a path as people write it: `parameters.transfer.share`, `levers[2]`. */
export function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : (i > 0 ? "." : "") + step)).join("");
}

/** Show a value in a message, cut to a length that a line can bear. */
export function show(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
