// Hold the docs to their word: links lead somewhere, commands exist, transcripts and programs do what the page shows.
//   node tools/docs.mjs [--write] [PAGE ...]   all pages when none is named; --write puts into transcripts what is printed today: read them again
//   ```console   "$ npx tiltak ..." is run, the lines below it are compared ("..." stands for any lines;
//                "exit code 2" as the last line: so it ends, and what it says on standard error is compared too)
//   ```ts        a program that imports @tiltak/... is compiled and run; a ```text block right after it is its output
//   ```sh        commands are not run, but every npm script and tiltak command in them must exist

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { select, sourceFiles } from "./lib/files.mjs";
import { anchorsOf, blocksOf, linksOf, matches, refreshed, transcriptOf } from "./lib/markdown.mjs";
import { installed, root, run } from "./lib/shell.mjs";

const limitSeconds = 300;
const program = join(root, "packages/cli/bin/tiltak.js");
const files = sourceFiles();
const folders = new Set(files.flatMap((path) => parents(path)));
const isWriting = process.argv.includes("--write");
const named = process.argv.slice(2).filter((word) => word !== "--write");
const pages =
  named.length > 0
    ? named
    : select(files, [
        "*.md",
        "docs/**/*.md",
        "packages/*/*.md",
        "packages/scenarios/src/catalogue/**/*.md",
        "examples/**/*.md",
      ]);
const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
const counts = { links: 0, commands: 0, programs: 0 };
const troubles = /** @type {string[]} */ ([]);

const folder = mkdtempSync(join(tmpdir(), "tiltak-docs-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
try {
  for (const page of pages) checkLinks(page);
  const known = await knownCommands();
  for (const page of pages) checkCommandNames(page, known);
  await runPrograms();
  await inLanes(withTranslations(pages), async (group) => {
    const done = new Map();
    for (const page of group) await runTranscripts(page, done);
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const trouble of troubles) process.stdout.write(`${trouble}\n`);
process.stdout.write(
  `checked ${pages.length} pages: ${counts.links} links, ${counts.commands} commands, ${counts.programs} programs\n`,
);
process.exitCode = troubles.length === 0 && pages.length > 0 ? 0 : 1;

/** @param {string} path @returns {string[]} all folders above a file */
function parents(path) {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** @param {string} page */
function read(page) {
  return readFileSync(join(root, page), "utf8");
}

/** @param {string} page */
function checkLinks(page) {
  for (const { target, line } of linksOf(read(page))) {
    counts.links++;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : posix.normalize(posix.join(dirname(page), decodeURIComponent(path)));
    const exists = files.includes(file) || folders.has(file.replace(/\/$/, ""));
    if (!exists) troubles.push(`${page}:${line}: ${target} leads nowhere`);
    else if (anchor !== undefined && file.endsWith(".md") && !anchorsOf(read(file)).includes(anchor)) {
      troubles.push(`${page}:${line}: ${file} has no heading #${anchor}`);
    }
  }
}

/** @returns {Promise<Set<string>>} the commands that the program's own help lists */
async function knownCommands() {
  const { output } = await run(["node", program, "--help"], {
    env: { ...process.env, LANG: "en_GB.UTF-8", LC_ALL: "en_GB.UTF-8" },
    limitSeconds,
  });
  return new Set([...output.matchAll(/^\s*tiltak ([a-z]+)\b/gm)].map((match) => match[1] ?? ""));
}

/** @param {string} page @param {ReadonlySet<string>} known */
function checkCommandNames(page, known) {
  for (const block of blocksOf(read(page))) {
    if (!["sh", "console", "bash"].includes(block.language)) continue;
    for (const match of block.text.matchAll(/\bnpx tiltak ([a-z]+)/g)) {
      if (!known.has(match[1] ?? "")) troubles.push(`${page}:${block.line}: tiltak has no command "${match[1]}"`);
    }
    for (const match of block.text.matchAll(/\b(?:npm|pnpm) run ([\w:-]+)/g)) {
      if (!Object.hasOwn(scripts, match[1] ?? ""))
        troubles.push(`${page}:${block.line}: there is no script "${match[1]}"`);
    }
  }
}

/** @param {readonly string[]} list @returns {string[][]} each page with its translation, the ones with most commands first */
function withTranslations(list) {
  const groups = /** @type {Map<string, string[]>} */ (new Map());
  for (const page of list) {
    const name = page.replace(/\.nb\.md$/, ".md");
    groups.set(name, [...(groups.get(name) ?? []), page]);
  }
  const commands = (/** @type {string[]} */ group) =>
    group.flatMap((page) => read(page).match(/^\$ npx tiltak/gm) ?? []);
  return [...groups.values()].sort((a, b) => commands(b).length - commands(a).length);
}

/**
 * @param {string} page
 * @param {Map<string, string>} done folders of the studies that the page's translation has carried out, by their command in no language
 */
async function runTranscripts(page, done) {
  const blocks = blocksOf(read(page)).filter((block) => block.language === "console");
  if (blocks.length === 0) return;
  // One folder per page, as a reader would have it: what one command leaves, the next finds.
  const place = mkdtempSync(join(folder, "page-"));
  for (const name of ["examples", "packages", "docs"]) symlinkSync(join(root, name), join(place, name));
  for (const block of blocks) {
    for (const { command, expected } of transcriptOf(block.text)) {
      counts.commands++;
      const at = `${page}:${block.line}: $ ${command}`;
      if (!/^npx tiltak( |$)/.test(command)) {
        troubles.push(`${at}: a transcript runs only npx tiltak`);
        continue;
      }
      // What was computed for the translation is computed; everything that is said and written of it is made anew.
      const study = command.replace(/ --lang \w+/, "");
      const out = / --out (\S+)/.exec(command)?.[1];
      const known = done.get(study);
      if (known !== undefined && out !== undefined && known !== join(place, out))
        cpSync(known, join(place, out), { recursive: true });
      const line = `"${process.execPath}" "${program}"${command.slice("npx tiltak".length)}`;
      const outcome = await run(["sh", "-c", `${line} 2>errors.txt`], { cwd: place, limitSeconds });
      // A mistake is shown with what it says and, as the last line, its exit code.
      const wanted = Number(/^exit code (\d+)$/.exec(expected.at(-1) ?? "")?.[1] ?? 0);
      const told = readFileSync(join(place, "errors.txt"), "utf8");
      const shown =
        wanted === 0 ? outcome.output : `${outcome.output}${told}`.trimEnd().concat(`\nexit code ${wanted}`);
      if (outcome.code === 0 && out !== undefined && existsSync(join(place, out, "observations"))) {
        done.set(study, join(place, out));
      }
      if (outcome.code !== wanted) troubles.push(`${at}: exit code ${outcome.code}\n${outcome.output}${told}`);
      else if (expected.length > 0 && !matches(expected, shown)) {
        const anew = isWriting ? refreshed(expected, shown) : undefined;
        if (anew === undefined) troubles.push(`${at}: prints something else:\n${shown}`);
        else
          writeFileSync(
            join(root, page),
            read(page).replace(expected.join("\n"), () => anew.join("\n")),
          );
      }
    }
  }
}

/** Compile all programs of all pages together, then run each. */
async function runPrograms() {
  const place = join(folder, "programs");
  const programs = pages.flatMap((page) => {
    const blocks = blocksOf(read(page));
    return blocks.flatMap((block, i) => {
      if (block.language !== "ts" || !/from "@tiltak\//.test(block.text)) return [];
      const next = blocks[i + 1];
      const between = read(page)
        .split("\n")
        .slice(block.line + block.text.split("\n").length + 1, (next?.line ?? 0) - 1);
      const shown = next?.language === "text" && between.join("").trim() === "" ? next.text : undefined;
      return [{ page, block, shown }];
    });
  });
  if (programs.length === 0) return;
  mkdirSync(join(place, "node_modules/@tiltak"), { recursive: true });
  for (const name of ["sim-core", "scenarios", "cli"])
    symlinkSync(join(root, "packages", name), join(place, "node_modules/@tiltak", name));
  symlinkSync(join(root, "node_modules/@types"), join(place, "node_modules/@types"));
  writeFileSync(join(place, "package.json"), '{ "type": "module" }');
  const options = {
    outDir: "out",
    rootDir: ".",
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    strict: true,
    types: ["node"],
    skipLibCheck: true,
  };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  for (const [i, { block }] of programs.entries()) writeFileSync(join(place, `program${i}.ts`), `${block.text}\n`);
  const compiled = await run([...installed("tsc"), "-p", place], { limitSeconds });
  if (compiled.code !== 0) {
    const legend = programs.map(({ page, block }, i) => `program${i}.ts is ${page}:${block.line}`).join("\n");
    troubles.push(`programs of the docs do not compile:\n${compiled.output}${legend}`);
    return;
  }
  await inLanes([...programs.entries()], async ([i, { page, block, shown }]) => {
    counts.programs++;
    const outcome = await run(["node", join(place, `out/program${i}.js`)], { cwd: place, limitSeconds });
    const at = `${page}:${block.line}`;
    if (outcome.code !== 0) troubles.push(`${at}: the program ends with exit code ${outcome.code}\n${outcome.output}`);
    else if (
      shown !== undefined &&
      !matches(
        shown.split("\n").map((line) => line.trimEnd()),
        outcome.output,
      )
    ) {
      troubles.push(`${at}: the program prints something else:\n${outcome.output}`);
    }
  });
}

/**
 * Work through a list, two at a time.
 *
 * @template T
 * @param {readonly T[]} list
 * @param {(one: T) => Promise<void>} work
 */
async function inLanes(list, work) {
  const waiting = [...list];
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all([lane(), lane()]);
}
