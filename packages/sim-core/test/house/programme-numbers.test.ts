// A number in the programme is an assumption about the world, and assumptions are parameters with a source.
// So src/programme holds no number but 0, 1, 2 and 12 (months), and numerics.ts holds what is
// no assumption, each with its reason.

import { describe, expect, it } from "vitest";
import { lineAt, parse, source, sourcesBelow, walk } from "./support/syntax.ts";

const plain = new Set([0, 1, 2, 12]);

/** The one file for numbers that are no assumption: buffer sizes, bounds on loops, class borders of the reports. */
const numerics = "packages/sim-core/src/programme/numerics.ts";

/** List the numbers in a text that could be a parameter, one sentence each. */
function bareNumbers(path: string, text: string): string[] {
  const found: string[] = [];
  walk(parse(path, text).program, (node) => {
    if (node.type !== "Literal" || typeof node.value !== "number" || plain.has(node.value)) return;
    found.push(`${path}:${lineAt(text, node.start)}: ${node.raw} should be a parameter`);
  });
  return found;
}

describe("the programme", () => {
  it("holds no number that should be a parameter", () => {
    const complaints = sourcesBelow("packages/sim-core/src/programme")
      .filter((path) => path !== numerics)
      .flatMap((path) => bareNumbers(path, source(path).text));
    expect(complaints).toEqual([]);
  });

  it("says of each number in numerics.ts what it is for", () => {
    const { text, parsed } = source(numerics);
    const silent = parsed.program.body
      .filter((node) => node.type === "ExportNamedDeclaration" && node.declaration?.type === "VariableDeclaration")
      .filter(({ start }) => !/\*\/\s*$/.test(text.slice(0, start)))
      .map(({ start, end }) => text.slice(start, end).split("\n")[0]);
    expect(silent).toEqual([]);
  });

  it.each([
    ["const months = 12 * years;", 0],
    ["const share = 0.85;", 1],
    ["const years = -3;", 1],
    ["const f = (x = 7) => x;", 1],
    ["const text = '0.85'; // 0.85", 0],
  ])("%s has %i", (text, count) => {
    expect(bareNumbers("x.ts", text)).toHaveLength(count);
  });
});
