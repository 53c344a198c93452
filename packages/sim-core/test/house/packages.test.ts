// The manifests of the packages agree with each other, with the one catalog, and with the files that they promise.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { filesBelow, parse, root, source, sourcesBelow } from "./support/syntax.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly type: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

const folders = filesBelow("packages")
  .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
  .map((path) => path.replace("/package.json", ""));
const published = folders.filter((folder) => manifest(folder).private !== true);
const all = [".", ...folders, "examples", "bench"].filter((folder) => existsSync(join(root, folder, "package.json")));

const workspace: { catalog: Record<string, string>; allowBuilds: Record<string, boolean> } = parseYaml(
  readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"),
);

function dependenciesOf(folder: string): [string, string][] {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest(folder);
  return [dependencies, devDependencies, peerDependencies, optionalDependencies].flatMap((group) =>
    Object.entries(group ?? {}),
  );
}

describe.each(published)("%s", (folder) => {
  const own = manifest(folder);

  it("is an ES module under the MIT licence, free of side effects, for the Node that the root asks for", () => {
    expect(own).toMatchObject({ type: "module", license: "MIT", sideEffects: false, version: manifest(".").version });
    expect(own.engines?.node).toBe(manifest(".").engines?.node);
  });

  it("exports a source, its types and its code for each entry, in the order in which they are tried", () => {
    for (const [entry, target] of Object.entries(own.exports ?? {})) {
      if (typeof target === "string") {
        expect(existsSync(join(root, folder, target)), `${own.name} ${entry}: ${target}`).toBe(true);
        continue;
      }
      expect(Object.keys(target), entry).toEqual(["@tiltak/source", "types", "default"]);
      const stem = /^\.\/src\/(.*)\.ts$/.exec(target["@tiltak/source"] ?? "")?.[1];
      expect(target, entry).toMatchObject({ types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` });
      expect(existsSync(join(root, folder, `src/${stem}.ts`)), `${own.name} ${entry}: src/${stem}.ts`).toBe(true);
    }
  });

  it("ships its build and its sources", () => {
    expect(own.files).toEqual(expect.arrayContaining(["dist", "src"]));
  });

  it("has the programs that it promises, as scripts for Node", () => {
    for (const file of Object.values(own.bin ?? {})) {
      expect(readFileSync(join(root, folder, file), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  it("may be dropped when nothing of it is used: its modules touch only what they declare", () => {
    // A worker's own file is started, not imported.
    const started = /\/worker-main\.ts$/;
    const complaints = sourcesBelow(`${folder}/src`)
      .filter((path) => !started.test(path))
      .flatMap((path) => effects(path, source(path).text));
    expect(complaints).toEqual([]);
  });
});

describe("the reader of side effects", () => {
  it.each([
    ['import "./registry.ts";', 1],
    ['import { list } from "./list.ts";\nlist.push(1);', 1],
    ["globalThis.x = 1;", 1],
    ['console.log("loaded");', 1],
    ["const own = new Map();\nown.set(1, 2);\nfill(own);\nfunction fill(m) { m.set(3, 4); }", 0],
    ["const own = [0];\nown[0] = 1;", 0],
  ])("%s has %i", (text, count) => {
    expect(effects("x.ts", text)).toHaveLength(count);
  });
});

/** List the statements at the top of a module that reach out of it: imports for effect, calls and writes on what is not its own. */
function effects(path: string, text: string): string[] {
  const { body } = parse(path, text).program;
  const own = new Set<string>();
  for (const node of body) {
    const declaration = node.type === "ExportNamedDeclaration" && node.declaration !== null ? node.declaration : node;
    if (declaration.type === "VariableDeclaration") {
      for (const { id } of declaration.declarations) if (id.type === "Identifier") own.add(id.name);
    } else if (
      (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
      declaration.id !== null
    ) {
      own.add(declaration.id.name);
    }
  }
  return body
    .filter((node) => {
      if (node.type === "ImportDeclaration") return /^import\s*["']/.test(text.slice(node.start, node.end));
      return node.type === "ExpressionStatement" && !own.has(leftmost(text.slice(node.start, node.end)));
    })
    .map((node) => `${path}: ${text.slice(node.start, node.end).split("\n")[0]}`);
}

/** The first name in an expression: whose thing is called or written. */
function leftmost(expression: string): string {
  return /^[\w$]+/.exec(expression)?.[0] ?? "";
}

describe("dependencies", () => {
  it("have one exact version each, in the catalog", () => {
    const bad = Object.entries(workspace.catalog).filter(
      ([, version]) => !/^(npm:@?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(bad).toEqual([]);
  });

  it("are taken from the catalog or from the workspace, nowhere else", () => {
    const bad = all.flatMap((folder) =>
      dependenciesOf(folder)
        .filter(([name, version]) => version !== (name.startsWith("@tiltak/") ? "workspace:*" : "catalog:"))
        .map(([name, version]) => `${folder}: ${name} ${version}`),
    );
    expect(bad).toEqual([]);
  });

  it("stand in the catalog only while somebody uses them", () => {
    const used = new Set(all.flatMap((folder) => dependenciesOf(folder).map(([name]) => name)));
    expect(Object.keys(workspace.catalog).filter((name) => !used.has(name))).toEqual([]);
  });

  it("run no install script that is not allowed by name, and our own packages have none", () => {
    expect(Object.keys(workspace.allowBuilds)).toEqual([]);
    const hooks = ["preinstall", "install", "postinstall", "prepare"];
    const bad = all.flatMap((folder) =>
      Object.keys(manifest(folder).scripts ?? {}).filter((name) => hooks.includes(name)),
    );
    expect(bad).toEqual([]);
  });

  it("lead a stranger's npx to our own program", () => {
    expect(manifest(".").dependencies).toMatchObject({ "@tiltak/cli": "workspace:*" });
  });
});
