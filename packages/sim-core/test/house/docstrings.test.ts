// Everything that a public entry exports has a docstring, and every source file begins by saying what lives there.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Node } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { filesBelow, lineAt, resolveRelative, root, type Source, source, sourcesBelow } from "./support/syntax.ts";

interface Declaration {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly documented: boolean;
}

/** Tell whether a docstring ends right before a position: only blanks between. */
function documentedAt({ text, parsed }: Source, position: number): boolean {
  return parsed.comments.some(
    ({ type, value, end }) =>
      type === "Block" && value.startsWith("*") && end <= position && text.slice(end, position).trim() === "",
  );
}

/** List the names that a file declares and exports itself, and where each came from elsewhere. */
function readExports(file: Source): {
  own: Declaration[];
  from: { specifier: string; names: readonly [string, string][] | "all" }[];
} {
  const own: Declaration[] = [];
  const from: { specifier: string; names: [string, string][] | "all" }[] = [];
  const declared = new Map<string, boolean>();
  const body = file.parsed.program.body;
  for (const node of body) {
    const declaration = node.type === "ExportNamedDeclaration" && node.declaration !== null ? node.declaration : node;
    for (const name of namesOf(declaration)) {
      // Of overloads, one docstring is enough.
      declared.set(name, (declared.get(name) ?? false) || documentedAt(file, node.start));
      if (declaration === node) continue;
      if (own.some((one) => one.name === name)) continue;
      own.push({ name, path: file.path, line: lineAt(file.text, node.start), documented: false });
    }
  }
  for (const node of body) {
    if (node.type === "ExportAllDeclaration") from.push({ specifier: node.source.value, names: "all" });
    if (node.type !== "ExportNamedDeclaration" || node.declaration !== null) continue;
    const names = node.specifiers.map((one): [string, string] => [nameOf(one.local), nameOf(one.exported)]);
    if (node.source !== null) from.push({ specifier: node.source.value, names });
    else
      for (const [local] of names)
        own.push({ name: local, path: file.path, line: lineAt(file.text, node.start), documented: false });
  }
  return {
    own: own.map((one) => ({ ...one, documented: declared.get(one.name) ?? importedFrom(file, one.name) })),
    from,
  };
}

/** A name that was imported and is exported again is documented at its home. */
function importedFrom(file: Source, name: string): boolean {
  return file.parsed.module.staticImports.some((statement) =>
    statement.entries.some((entry) => entry.localName.value === name),
  );
}

function namesOf(node: Node): string[] {
  if (node.type === "VariableDeclaration") {
    return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  }
  if (
    node.type === "FunctionDeclaration" ||
    node.type === "TSDeclareFunction" ||
    node.type === "ClassDeclaration" ||
    node.type === "TSInterfaceDeclaration" ||
    node.type === "TSTypeAliasDeclaration"
  ) {
    return node.id === null ? [] : [node.id.name];
  }
  return [];
}

function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" && typeof node.value === "string" ? node.value : "";
}

/** Follow an entry through its re-exports to the declarations of all that it exports. */
function exportedBy(path: string, seen = new Set<string>()): Declaration[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const { own, from } = readExports(source(path));
  const others = from
    .filter(({ specifier }) => specifier.startsWith("."))
    .flatMap(({ specifier, names }) => {
      const target = resolveRelative(path, specifier);
      const theirs = exportedBy(target, names === "all" ? seen : new Set());
      return names === "all" ? theirs : theirs.filter(({ name }) => names.some(([local]) => local === name));
    });
  return [...own, ...others];
}

/** A type of our sources: the members that it documents itself, and the types that it extends or implements. */
interface Lineage {
  readonly documents: Set<string>;
  readonly parents: Set<string>;
}

/** Read the lineage of every interface and class; whoever extends or implements one inherits its docstrings. */
function lineages(): Map<string, Lineage> {
  const found = new Map<string, Lineage>();
  for (const path of packages.flatMap((manifest) => sourcesBelow(`${dirname(manifest)}/src`))) {
    const file = source(path);
    for (const node of file.parsed.program.body) {
      const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
      if (declaration?.type !== "TSInterfaceDeclaration" && declaration?.type !== "ClassDeclaration") continue;
      const name = declaration.id?.name ?? "";
      const lineage = found.get(name) ?? { documents: new Set(), parents: new Set() };
      for (const member of declaration.body.body) {
        const named = "key" in member && member.key.type === "Identifier" ? member.key.name : undefined;
        if (named !== undefined && documentedAt(file, member.start)) lineage.documents.add(named);
      }
      const parents: Node[] =
        declaration.type === "TSInterfaceDeclaration"
          ? declaration.extends.map(({ expression }) => expression)
          : [
              ...(declaration.superClass === null ? [] : [declaration.superClass]),
              ...(declaration.implements ?? []).map(({ expression }) => expression),
            ];
      for (const parent of parents) lineage.parents.add(nameOf(parent));
      found.set(name, lineage);
    }
  }
  return found;
}

/** List the members that a type or one of its ancestors documents. */
function documentedIn(name: string, all: ReadonlyMap<string, Lineage>, seen = new Set<string>()): string[] {
  const lineage = all.get(name);
  if (lineage === undefined || seen.has(name)) return [];
  seen.add(name);
  return [...lineage.documents, ...[...lineage.parents].flatMap((parent) => documentedIn(parent, all, seen))];
}

/** List the public methods of an exported class that say nothing, neither themselves nor in an ancestor. */
function silentMembers(path: string, all: ReadonlyMap<string, Lineage>): string[] {
  const file = source(path);
  return file.parsed.program.body.flatMap((node) => {
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : null;
    if (declaration?.type !== "ClassDeclaration") return [];
    const name = declaration.id?.name ?? "";
    const documented = new Set(["toString", "toJSON", ...documentedIn(name, all)]);
    return declaration.body.body.flatMap((member) => {
      if (member.type !== "MethodDefinition" || member.kind === "constructor" || member.override) return [];
      if (member.key.type !== "Identifier" || (member.accessibility ?? "public") !== "public") return [];
      if (documented.has(member.key.name)) return [];
      return [`${path}:${lineAt(file.text, member.start)}: ${name}.${member.key.name} has no docstring`];
    });
  });
}

const packages = filesBelow("packages").filter((path) => /^packages\/[^/]+\/package\.json$/.test(path));

describe.each(packages)("the public entries of %s", (path) => {
  const manifest: { exports: Record<string, string | Record<string, string>> } = JSON.parse(
    readFileSync(join(root, path), "utf8"),
  );
  const entries = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : [target["@tiltak/source"] ?? ""],
  );

  it("export nothing without a docstring", () => {
    const silent = entries
      .map((entry) => resolveRelative(path, entry))
      .filter((entry) => existsSync(join(root, entry)))
      .flatMap((entry) => exportedBy(entry))
      .filter(({ documented }) => !documented)
      .map(({ name, path, line }) => `${path}:${line}: ${name} has no docstring`);
    expect([...new Set(silent)].sort()).toEqual([]);
  });

  it("export no class with a method without a docstring", () => {
    const files = entries
      .map((entry) => resolveRelative(path, entry))
      .filter((entry) => existsSync(join(root, entry)))
      .flatMap((entry) => exportedBy(entry).map((one) => one.path));
    const all = lineages();
    expect([...new Set(files)].sort().flatMap((file) => silentMembers(file, all))).toEqual([]);
  });
});

describe("every source file", () => {
  it("begins with a comment that says what lives there", () => {
    const bare = packages
      .flatMap((path) => sourcesBelow(`${path.replace("/package.json", "")}/src`))
      .filter((path) => !/^(#!.*\n)?(\/\/ \S|\/\*)/.test(source(path).text));
    expect(bare).toEqual([]);
  });
});
