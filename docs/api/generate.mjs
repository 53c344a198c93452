// Writes the API reference, one page a layer, from the docstrings of everything that @tiltak/sim-core exports:
// `node docs/api/generate.mjs` after a build. With --check it writes nothing and fails when a page is not, to the last letter, what
// the docstrings and declarations of the build say.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = fileURLToPath(new URL("../../packages/sim-core/dist/", import.meta.url));
const entries = [
  { entry: "@tiltak/sim-core", file: join(dist, "index.d.ts") },
  { entry: "@tiltak/sim-core/node", file: join(dist, "node/index.d.ts") },
  { entry: "@tiltak/sim-core/programme", file: join(dist, "programme/index.d.ts") },
  { entry: "@tiltak/sim-core/verification", file: join(dist, "verification/index.d.ts") },
];
const layers = {
  foundation: "Foundation: errors, special functions, sums, calendar",
  random: "Random: streams, addresses, distributions",
  statistics: "Statistics: tallies, intervals, comparisons, survival, steady state",
  kernel: "Kernel: simulation, processes, waits, traces",
  resources: "Resources: what processes hold, store, fill and pass",
  experiment: "Experiment: designs, studies, estimates",
  analysis: "Analysis: sensitivity, discovery, decision, calibration, theory",
  node: "Node: worker threads and run directories",
  programme: "Programme: the model of the scheme",
  verification: "Verification: the engine against queueing theory",
};

const files = new Map();
const publicNames = new Map(); // layer -> name -> declarations
for (const { entry, file } of entries) collect(entry, file);

if (process.argv.includes("--check")) check();
else write();

/** Reads and parses a declaration file once. */
function load(path) {
  if (!files.has(path)) {
    const text = readFileSync(path, "utf8");
    const parsed = parseSync(path, text);
    files.set(path, { path, text, body: parsed.program.body, comments: parsed.comments });
  }
  return files.get(path);
}

/** The declaration file that a specifier in another one leads to. */
function follow(from, specifier) {
  return join(dirname(from), specifier.replace(/\.(ts|js)$/, ".d.ts"));
}

/** Follows an entry to the declarations of all its names. */
function collect(entry, path, wanted) {
  const file = load(path);
  for (const node of file.body) {
    if (node.type === "ExportAllDeclaration") collect(entry, follow(path, node.source.value), wanted);
    else if (node.type === "ExportNamedDeclaration" && node.declaration === null && node.source !== null) {
      const names = node.specifiers
        .map(({ local, exported }) => [local.name, exported.name])
        .filter(([, exported]) => wanted === undefined || wanted.includes(exported))
        .map(([local]) => local);
      if (names.length > 0) collect(entry, follow(path, node.source.value), names);
    } else if (node.type === "ExportNamedDeclaration" && node.declaration !== null) {
      for (const name of namesOf(node.declaration)) {
        if (wanted === undefined || wanted.includes(name)) remember(entry, file, name, node);
      }
    } else if (node.type === "ExportNamedDeclaration" && wanted !== undefined) {
      // Imported and exported again by name: documented at its home.
      for (const { local } of node.specifiers) {
        if (wanted.includes(local.name)) collectImported(entry, file, local.name);
      }
    }
  }
}

function collectImported(entry, file, name) {
  for (const node of file.body) {
    if (node.type !== "ImportDeclaration") continue;
    const specifier = node.specifiers.find(({ local }) => local.name === name);
    if (specifier !== undefined) collect(entry, follow(file.path, node.source.value), [specifier.imported.name]);
  }
}

function namesOf(declaration) {
  if (declaration.type === "VariableDeclaration") return declaration.declarations.map(({ id }) => id.name);
  return declaration.id === null ? [] : [declaration.id.name];
}

function remember(entry, file, name, node) {
  const layer = relative(dist, file.path).split(/[\\/]/)[0];
  if (!(layer in layers)) throw new Error(`${file.path} belongs to no layer`);
  if (!publicNames.has(layer)) publicNames.set(layer, new Map());
  const names = publicNames.get(layer);
  const known = names.get(name) ?? { entry, parts: [] };
  if (!known.parts.some((part) => part.node === node)) known.parts.push({ file, node });
  names.set(name, known);
}

/** The docstring that ends right before a position, without its stars; empty when there is none. */
function docBefore(file, position) {
  const comment = file.comments.find(
    ({ type, value, end }) =>
      type === "Block" && value.startsWith("*") && end <= position && file.text.slice(end, position).trim() === "",
  );
  if (comment === undefined) return "";
  const lines = comment.value.slice(1).split("\n");
  return lines
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

/** Turns a docstring into Markdown: parameters and the like as a list, examples as code. */
function markdownOf(doc) {
  const [head, ...tags] = doc.split(/\n(?=@)/);
  const said = head.startsWith("@") ? [] : [escaped(head.trim())];
  const list = [];
  const examples = [];
  for (const tag of head.startsWith("@") ? [head, ...tags] : tags) {
    const [, kind, rest] = /^@(\w+)\s*([\s\S]*)$/.exec(tag);
    const text = rest.replace(/\s*\n\s*/g, " ").trim();
    if (kind === "example") examples.push(`\`\`\`ts\n${rest.trim()}\n\`\`\``);
    else if (kind === "param") list.push(`- \`${text.split(" ")[0]}\`: ${escaped(text.split(" ").slice(1).join(" "))}`);
    else list.push(`- *${kind}*: ${escaped(text)}`);
  }
  return [...said, list.join("\n"), ...examples].filter((part) => part !== "").join("\n\n");
}

/** Keeps `<` from being read as a tag outside code spans. */
function escaped(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/</g, "&lt;")))
    .join("");
}

/** The declaration as it stands in the types, without what is private. */
function declarationOf({ file, node }) {
  const { declaration } = node;
  let text = file.text.slice(node.start, node.end);
  if (declaration.type === "ClassDeclaration") {
    const hidden = declaration.body.body.filter(
      (member) =>
        member.accessibility === "private" ||
        member.accessibility === "protected" ||
        member.key?.type === "PrivateIdentifier",
    );
    for (const { start, end } of hidden.reverse()) {
      const before = file.text.slice(node.start, start);
      const comment = /\n\s*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(before);
      const from = comment === null ? before.trimEnd().length : comment.index;
      text = text.slice(0, from) + text.slice(end - node.start);
    }
  }
  return text.replace(/^export declare /, "").replace(/^export /, "");
}

function pageOf(layer, names) {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const entry = sorted[0][1].entry;
  const sections = sorted.map(([name, { parts }]) => {
    const doc = parts.map(({ file, node }) => docBefore(file, node.start)).find((text) => text !== "") ?? "";
    const code = parts.map(declarationOf).join("\n");
    return `## ${name}\n\n${doc === "" ? "" : `${markdownOf(doc)}\n\n`}\`\`\`ts\n${code}\n\`\`\`\n`;
  });
  return (
    `# ${layers[layer]}\n\nWhat \`${entry}\` exports of this layer. Written by \`node docs/api/generate.mjs\` from the docstrings; do not edit.\n\n` +
    `${sorted.map(([name], i) => `[${name}](#${anchorOf(name, sorted.slice(0, i))})`).join(" · ")}\n\n${sections.join("\n")}`
  );
}

/** The anchor of a heading: in small letters, and numbered when headings before it have the same. */
function anchorOf(name, before) {
  const anchor = name.toLowerCase();
  const same = before.filter(([other]) => other.toLowerCase() === anchor).length;
  return same === 0 ? anchor : `${anchor}-${same}`;
}

function indexPage() {
  const rows = Object.entries(layers)
    .filter(([layer]) => publicNames.has(layer))
    .map(([layer, title]) => {
      const names = publicNames.get(layer);
      return `| [${title}](${layer}.md) | \`${[...names.values()][0].entry}\` | ${names.size} |`;
    });
  return (
    "# API reference\n\nEvery name that `@tiltak/sim-core` exports, layer by layer, in the order in which the layers build on each other. Written by\n" +
    "`node docs/api/generate.mjs` from the docstrings; do not edit. How the pieces play together stands in [architecture](../architecture.md).\n\n" +
    `| layer | import from | names |\n|---|---|---:|\n${rows.join("\n")}\n`
  );
}

/** Every page as it should be, by file name. */
function pages() {
  const wanted = new Map([["README.md", indexPage()]]);
  for (const [layer, names] of publicNames) wanted.set(`${layer}.md`, pageOf(layer, names));
  return wanted;
}

function write() {
  for (const [name, text] of pages()) writeFileSync(join(here, name), text);
}

function check() {
  const complaints = [];
  const wanted = pages();
  for (const [name, text] of wanted) {
    const file = join(here, name);
    const found = (existsSync(file) ? readFileSync(file, "utf8") : "").split("\n");
    const lines = text.split("\n");
    const at = lines.findIndex((line, i) => line !== found[i]);
    if (at >= 0) complaints.push(`${name}:${at + 1} should be "${start(lines[at])}", not "${start(found[at] ?? "")}"`);
    else if (found.length !== lines.length) complaints.push(`${name} has ${found.length} lines, not ${lines.length}`);
  }
  for (const page of readdirSync(here).filter((name) => name.endsWith(".md"))) {
    if (!wanted.has(page)) complaints.push(`${page} belongs to no layer`);
  }
  if (complaints.length === 0) return;
  process.stderr.write(`${complaints.join("\n")}\nrun: npx tsc -b && node docs/api/generate.mjs\n`);
  process.exitCode = 1;
}

function start(line) {
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
