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

/** Names of the members that interfaces of our sources document: who implements one inherits its docstring. */
function documentedByInterface(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of packages.flatMap((manifest) => sourcesBelow(`${dirname(manifest)}/src`))) {
    const file = source(path);
    for (const node of file.parsed.program.body) {
      const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
      if (declaration?.type !== "TSInterfaceDeclaration") continue;
      const names = declaration.body.body.flatMap((member) =>
        "key" in member && member.key.type === "Identifier" && documentedAt(file, member.start)
          ? [member.key.name]
          : [],
      );
      found.set(declaration.id.name, new Set([...(found.get(declaration.id.name) ?? []), ...names]));
    }
  }
  return found;
}

/** List the public methods of an exported class that say nothing, neither themselves nor in an interface or parent. */
function silentMembers(path: string, interfaces: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const file = source(path);
  return file.parsed.program.body.flatMap((node) => {
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : null;
    if (declaration?.type !== "ClassDeclaration") return [];
    const inherited = new Set(["toString", "toJSON"]);
    for (const { expression } of declaration.implements ?? []) {
      for (const name of expression.type === "Identifier" ? (interfaces.get(expression.name) ?? []) : [])
        inherited.add(name);
    }
    const members = declaration.body.body.flatMap((member) => {
      if (member.type !== "MethodDefinition" || member.kind === "constructor" || member.override) return [];
      if (member.key.type !== "Identifier" || (member.accessibility ?? "public") !== "public") return [];
      return [{ name: member.key.name, start: member.start }];
    });
    const documented = new Set(members.filter(({ start }) => documentedAt(file, start)).map(({ name }) => name));
    return members
      .filter(({ name }) => !documented.has(name) && !inherited.has(name))
      .map(
        ({ name, start }) => `${path}:${lineAt(file.text, start)}: ${declaration.id?.name}.${name} has no docstring`,
      );
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
    const interfaces = documentedByInterface();
    expect([...new Set(files)].sort().flatMap((file) => silentMembers(file, interfaces))).toEqual([]);
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
