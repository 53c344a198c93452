// Imports point only to the left, packages meet only at their exports, and sim-core stays free of Node outside src/node.
// Each failure is a sentence that says where the line should move. The rules are data; docs/architecture.md tells the why.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, importsOf, parse, resolveRelative, root, source, sourcesBelow } from "./house/support/syntax.ts";

/** What each layer of sim-core may import, besides itself. */
const layers: Readonly<Record<string, readonly string[]>> = {
  foundation: [],
  random: ["foundation"],
  statistics: ["foundation", "random"],
  kernel: ["foundation", "random", "statistics"],
  resources: ["foundation", "random", "statistics", "kernel"],
  experiment: ["foundation", "random", "statistics", "kernel", "resources"],
  analysis: ["foundation", "random", "statistics", "kernel", "resources", "experiment"],
  verification: ["foundation", "random", "statistics", "kernel", "resources", "experiment", "analysis"],
  programme: ["foundation", "random", "statistics", "kernel", "resources"],
  node: ["foundation", "random", "statistics", "kernel", "resources", "experiment", "analysis"],
};

/** Which of our packages each package may import by name. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "sim-core": [],
  scenarios: ["@tiltak/sim-core"],
  cli: ["@tiltak/sim-core", "@tiltak/scenarios"],
};

/** The only layers of sim-core in which a library may stand: it must give the same bits everywhere or be off the result path. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  seedrandom: ["random"],
  "simple-statistics": ["statistics", "analysis"],
  hyparquet: ["node"],
  "hyparquet-writer": ["node"],
};

const core = "packages/sim-core/src/";

/** Tell the layer of a file of sim-core; undefined for the root entry. */
function layerOf(path: string): string | undefined {
  return path.startsWith(core) && path.slice(core.length).includes("/")
    ? path.slice(core.length).split("/")[0]
    : undefined;
}

/** Judge one import inside sim-core's sources; undefined when it may stand. */
function misplaced(path: string, line: number, specifier: string): string | undefined {
  const at = `${path}:${line} imports "${specifier}"`;
  const layer = layerOf(path);
  if (specifier.startsWith("node:")) {
    return layer === "node"
      ? undefined
      : `${at}: only src/node may need Node; move the line there, behind an interface of this layer`;
  }
  if (!specifier.startsWith(".")) {
    const name = packageName(specifier);
    const allowed = libraries[name];
    if (allowed === undefined) return `${at}: sim-core does not know this library; see "libraries" in this test`;
    return layer !== undefined && allowed.includes(layer)
      ? undefined
      : `${at}: ${name} belongs in ${allowed.join(" or ")}`;
  }
  const target = resolveRelative(path, specifier);
  if (!target.startsWith(core)) return `${at}: a source may not leave its package`;
  const needed = layerOf(target);
  if (needed === undefined) return `${at}: nobody inside imports the public entry; import the file that has it`;
  if (layer === undefined) {
    const hidden = ["programme", "node", "verification"].includes(needed);
    return hidden ? `${at}: the root entry must not reach ${needed}, which has an entry of its own` : undefined;
  }
  if (layers[layer] === undefined) return `${path}: there is no layer "${layer}"`;
  if (needed === layer || layers[layer].includes(needed)) return undefined;
  const home = Object.keys(layers).find(
    (one) => one !== needed && [layer, needed].every((l) => l === one || layers[one]?.includes(l)),
  );
  return `${at}: ${layer} may not see ${needed}; move what it needs to ${layer} or to the left of it, or the line to ${
    layers[needed]?.includes(layer) ? needed : (home ?? "a package above sim-core")
  }`;
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

/** Read the exports of our packages: "@tiltak/sim-core/node" and so on, as one would import them. */
function publicEntries(): Set<string> {
  const entries = new Set<string>();
  for (const name of Object.keys(packages)) {
    const manifest = JSON.parse(readFileSync(join(root, `packages/${name}/package.json`), "utf8"));
    for (const entry of Object.keys(manifest.exports)) entries.add(`${manifest.name}${entry.slice(1)}`);
  }
  return entries;
}

describe("inside sim-core", () => {
  it("every import points to the left", () => {
    const complaints = sourcesBelow("packages/sim-core/src").flatMap((path) =>
      importsOf(source(path)).flatMap(({ line, specifier }) => misplaced(path, line, specifier) ?? []),
    );
    expect(complaints).toEqual([]);
  });

  it("the root entry reaches neither the programme nor Node nor the verification, on any way", () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { specifier } of importsOf(source(path))) {
        if (specifier.startsWith(".")) visit(resolveRelative(path, specifier));
      }
    };
    visit(`${core}index.ts`);
    expect([...reached].filter((path) => ["programme", "node", "verification"].includes(layerOf(path) ?? ""))).toEqual(
      [],
    );
  });

  it.each([
    ["kernel/a.ts", "../random/b.ts", undefined],
    ["random/a.ts", "../kernel/b.ts", /random may not see kernel; .* or the line to kernel/],
    ["programme/a.ts", "../experiment/b.ts", /programme may not see experiment; .* a package above sim-core/],
    ["experiment/a.ts", "../programme/b.ts", /experiment may not see programme; .* a package above sim-core/],
    ["node/a.ts", "../programme/b.ts", /node may not see programme/],
    ["kernel/a.ts", "node:fs", /only src\/node/],
    ["node/a.ts", "node:fs", undefined],
    ["index.ts", "./programme/index.ts", /root entry must not reach programme/],
    ["kernel/a.ts", "../index.ts", /nobody inside imports the public entry/],
    ["kernel/a.ts", "seedrandom", /seedrandom belongs in random/],
    ["kernel/a.ts", "lodash", /does not know this library/],
    ["kernel/a.ts", "../../../cli/src/index.ts", /may not leave its package/],
  ])("%s importing %s is judged", (file, specifier, verdict) => {
    const complaint = misplaced(core + file, 3, specifier);
    if (verdict === undefined) expect(complaint).toBeUndefined();
    else expect(complaint).toMatch(verdict);
  });
});

describe("between packages", () => {
  it("an import by name is one of the exports of a package to the left", () => {
    const entries = publicEntries();
    const complaints = Object.entries(packages).flatMap(([name, allowed]) =>
      sourcesBelow(`packages/${name}/src`).flatMap((path) =>
        importsOf(source(path)).flatMap(({ line, specifier }) => {
          if (!specifier.startsWith("@tiltak/")) return [];
          const at = `${path}:${line} imports "${specifier}"`;
          if (!allowed.includes(packageName(specifier)))
            return [`${at}: ${name} may import only ${allowed.join(", ") || "itself"}`];
          return entries.has(specifier)
            ? []
            : [`${at}: that is no export; export what is needed from the package's entry`];
        }),
      ),
    );
    expect(complaints).toEqual([]);
  });

  it("no relative import leads out of a package, in tests neither, and examples and docs import as a user does", () => {
    const homes = [...Object.keys(packages).map((name) => `packages/${name}/`), "examples/", "docs/", "bench/"];
    const complaints = homes.flatMap((home) =>
      filesBelow(home.slice(0, -1))
        .filter((path) => /\.ts$/.test(path))
        .flatMap((path) =>
          importsOf(source(path)).flatMap(({ line, specifier }) =>
            specifier.startsWith(".") && !resolveRelative(path, specifier).startsWith(home)
              ? [`${path}:${line} imports "${specifier}": import the package by its name`]
              : [],
          ),
        ),
    );
    expect(complaints).toEqual([]);
  });
});

describe("the reader of imports", () => {
  it("sees statements, re-exports, types and dynamic imports with their lines", () => {
    const text =
      'import a from "a";\nimport type { B } from "b";\nexport * from "c";\nexport { d } from "d";\nawait import("e");\n';
    expect(importsOf({ path: "x.ts", text, parsed: parse("x.ts", text) })).toEqual([
      { specifier: "a", line: 1 },
      { specifier: "b", line: 2 },
      { specifier: "c", line: 3 },
      { specifier: "d", line: 4 },
      { specifier: "e", line: 5 },
    ]);
  });
});
