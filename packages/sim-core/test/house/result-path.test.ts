// Same bits everywhere: what may not stand where a result is computed. Math.sqrt and its exact kin may; Math.exp may not,
// since engines round it differently. The clock is allowed where runs are kept and progress is told, never for a result.

import { describe, expect, it } from "vitest";
import { lineAt, parse, source, sourcesBelow, walk } from "./support/syntax.ts";

/** What IEEE 754 or the language defines to the last bit. */
const exactMath = new Set(
  "sqrt abs floor ceil round trunc min max imul clz32 fround sign PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(" "),
);

/** Objects whose answers depend on the day, the machine or the country. */
const worldly: Readonly<Record<string, string>> = {
  Date: "the clock",
  performance: "the clock",
  Temporal: "the clock",
  Intl: "the locale",
  crypto: "chance that no seed repeats",
  navigator: "the machine",
};

const localeMethods = /^(toLocale\w*|localeCompare)$/;

/** Where the clock may be read: for manifests, locks and the time left of a run, never for a result. */
const readsTheClock = ["src/node/", "src/experiment/executor.ts", "src/experiment/study.ts"];

interface Allowance {
  readonly clock: boolean;
}

/** List what breaks the rule in a text, one sentence each. */
function trespasses(path: string, text: string, allowed: Allowance = { clock: false }): string[] {
  const found: string[] = [];
  walk(parse(path, text).program, (node, parents) => {
    const parent = parents.at(-1);
    const say = (sentence: string): void => {
      found.push(`${path}:${lineAt(text, node.start)}: ${sentence}`);
    };
    if ((node.type === "BinaryExpression" || node.type === "AssignmentExpression") && /^\*\*=?$/.test(node.operator)) {
      say(`"${node.operator}" is not the same on every engine; use pow of foundation/math.ts, or multiply`);
    }
    if (
      node.type === "MemberExpression" &&
      node.property.type === "Identifier" &&
      localeMethods.test(node.property.name)
    ) {
      say(`${node.property.name} depends on the locale; compare code units, format in the program`);
    }
    if (node.type !== "Identifier" || isMerelyAName(node.start, parent)) return;
    if (node.name === "Math") {
      const member =
        parent?.type === "MemberExpression" && parent.object === node && !parent.computed ? parent.property : undefined;
      const name = member?.type === "Identifier" ? member.name : undefined;
      if (name === "random") say("Math.random has no seed; draw from an addressed stream");
      else if (name === undefined) say("Math as a value hides what is called; name the function");
      else if (!exactMath.has(name)) say(`Math.${name} is not the same on every engine; use foundation/math.ts`);
    }
    const reason = Object.hasOwn(worldly, node.name) ? worldly[node.name] : undefined;
    if (reason !== undefined && !(allowed.clock && reason === "the clock")) say(`${node.name} brings in ${reason}`);
  });
  return found;
}

/** A property, a key or a method of that name is not the global object. */
function isMerelyAName(start: number, parent: { type: string } | undefined): boolean {
  if (parent === undefined) return false;
  if ("property" in parent && "computed" in parent && parent.computed === false)
    return startOf(parent.property) === start;
  if ("key" in parent && "computed" in parent && parent.computed === false) return startOf(parent.key) === start;
  return false;
}

function startOf(value: unknown): number | undefined {
  return typeof value === "object" && value !== null && "start" in value && typeof value.start === "number"
    ? value.start
    : undefined;
}

describe("on the result path", () => {
  it("no chance without a seed, no clock, no locale, no built-in transcendental function", () => {
    const complaints = sourcesBelow("packages/sim-core/src").flatMap((path) =>
      trespasses(path, source(path).text, {
        clock: readsTheClock.some((allowed) => path.startsWith(`packages/sim-core/${allowed}`)),
      }),
    );
    expect(complaints).toEqual([]);
  });

  it.each([
    ["const a = Math.exp(1);", /Math\.exp .*foundation\/math/],
    ["const a = Math.hypot(1, 2);", /Math\.hypot/],
    ["const a = Math.cbrt(1);", /Math\.cbrt/],
    ["const a = 2 ** 3;", /"\*\*"/],
    ["let a = 2; a **= 3;", /"\*\*="/],
    ["const a = Math.random();", /no seed/],
    ['const a = Math["exp"](1);', /as a value/],
    ["const { exp } = Math;", /as a value/],
    ["const a = Date.now();", /the clock/],
    ["const a = new Date(0);", /the clock/],
    ["const a = performance.now();", /the clock/],
    ['const a = "x".localeCompare("y");', /locale/],
    ["const a = (1).toLocaleString();", /locale/],
    ["const a = new Intl.NumberFormat();", /the locale/],
    ["const a = crypto.getRandomValues(b);", /no seed repeats/],
  ])("%s is refused", (text, reason) => {
    expect(trespasses("x.ts", text).join()).toMatch(reason);
  });

  it.each([
    "const a = Math.sqrt(2) * Math.abs(-1) + Math.imul(2, 3);",
    "const a = b.Date; const c = { Date: 1 }; class D { Date(): void {} }",
    "// Math.exp and Date in a comment\nconst a = 'Math.random()';",
  ])("%s is fine", (text) => {
    expect(trespasses("x.ts", text)).toEqual([]);
  });

  it("the clock is allowed where runs are kept, chance and locale are not", () => {
    expect(trespasses("x.ts", "const a = Date.now();", { clock: true })).toEqual([]);
    expect(trespasses("x.ts", "const a = Math.random();", { clock: true })).toHaveLength(1);
  });
});

describe("in a browser", () => {
  /** Members of Node's process; the bare word is the field's own and may name a variable. */
  const nodeProcess = new Set(
    "argv env exit exitCode hrtime memoryUsage nextTick on once platform stderr stdout version versions".split(" "),
  );
  const nodeGlobals = new Set(["Buffer", "__dirname", "__filename", "setImmediate"]);

  /** List the uses of what only Node has. */
  function nodeUses(path: string, text: string): string[] {
    const found: string[] = [];
    walk(parse(path, text).program, (node, parents) => {
      if (node.type !== "Identifier" || isMerelyAName(node.start, parents.at(-1))) return;
      const parent = parents.at(-1);
      const member =
        parent?.type === "MemberExpression" && parent.property.type === "Identifier" ? parent.property.name : "";
      if (nodeGlobals.has(node.name) || (node.name === "process" && nodeProcess.has(member))) {
        found.push(`${path}:${lineAt(text, node.start)}: ${node.name} is there only in Node; move it to src/node`);
      }
    });
    return found;
  }

  it("nothing outside src/node leans on a global of Node", () => {
    const complaints = sourcesBelow("packages/sim-core/src")
      .filter((path) => !path.startsWith("packages/sim-core/src/node/"))
      .flatMap((path) => nodeUses(path, source(path).text));
    expect(complaints).toEqual([]);
  });

  it("sees process.env and Buffer, and leaves a process of the simulation alone", () => {
    expect(nodeUses("x.ts", "const a = process.env.HOME;")).toHaveLength(1);
    expect(nodeUses("x.ts", "const a = Buffer.from('x');")).toHaveLength(1);
    expect(nodeUses("x.ts", "function resume(process: Process) { process.state = 1; return process; }")).toEqual([]);
  });
});
