// The packages as a stranger gets them: node tools/publish/run.mjs
// Builds, packs, lints the tarballs, installs them by name with npm in an empty project outside the repository (from a registry on
// this machine that knows only our tarballs; dependencies come from the usual one), resolves the types, runs an example, runs the
// program, bundles the example for browsers and opens it in Chromium. Exit code 1 when a step fails. A battery.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { visit } from "../lib/browser.mjs";
import { blocksOf } from "../lib/markdown.mjs";
import { available } from "../lib/needs.mjs";
import { installed, root, run } from "../lib/shell.mjs";
import { build } from "../setup.mjs";
import { registryOf } from "./registry.mjs";

const example = "bank-renege";
const folders = ["sim-core", "scenarios", "cli"];
const read = (/** @type {string} */ path) => readFileSync(join(root, path), "utf8");
const { engines } = JSON.parse(read("package.json"));
const { catalog } = parseYaml(read("pnpm-workspace.yaml"));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const npx = process.platform === "win32" ? "npx.cmd" : "npx";

const folder = mkdtempSync(join(tmpdir(), "tiltak-publish-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const troubles = /** @type {string[]} */ ([]);

const built = await build();
judge("build", built.code === 0, built.output);
const packages = /** @type {import("./registry.mjs").Packed[]} */ ([]);
for (const name of folders) packages.push(await pack(name));
for (const packed of packages) await lint(packed);
const project = join(folder, "project");
mkdirSync(project);
const registry = await registryOf(packages);
try {
  await installByName(registry);
} finally {
  registry.close();
}
if (existsSync(join(project, "node_modules/@tiltak/cli"))) {
  await resolveTypes();
  await runThere();
  await runInBrowser();
}
for (const trouble of troubles) say(`FAILED ${trouble}`);
process.exitCode = troubles.length === 0 ? 0 : 1;

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Report a step. @param {string} step @param {boolean} passed @param {string} output said only when it failed */
function judge(step, passed, output) {
  say(`${passed ? "ok    " : "FAILED"} ${step}`);
  if (!passed) troubles.push(`${step}\n${output.trimEnd()}`);
  return passed;
}

/** Pack a package and look into the tarball. @param {string} name folder @returns {Promise<import("./registry.mjs").Packed>} */
async function pack(name) {
  const before = new Set(readdirSync(folder));
  const outcome = await run([npx, "--yes", `pnpm@${engines.pnpm}`, "pack", "--pack-destination", folder], {
    cwd: join(root, "packages", name),
    limitSeconds: 120,
  });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz") && !before.has(file));
  if (tarball === undefined) throw new Error(`pnpm pack wrote nothing for ${name}:\n${outcome.output}`);
  const file = join(folder, tarball);
  const inside = join(folder, `${name}-inside`);
  mkdirSync(inside);
  await run(["tar", "-xzf", file, "-C", inside]);
  const manifest = JSON.parse(readFileSync(join(inside, "package/package.json"), "utf8"));
  const files = readdirSync(join(inside, "package"), { recursive: true }).map((path) =>
    String(path).replaceAll("\\", "/"),
  );
  const foreign = files.filter((path) => /\.test\.|\.tsbuildinfo$|(^|\/)(test|node_modules)\//.test(path));
  const missing = ["README.md", "LICENSE", ...targets(manifest)].filter((path) => !files.includes(path));
  const unresolved = Object.entries(manifest.dependencies ?? {}).filter(
    ([, range]) => !/^\d+\.\d+\.\d+/.test(String(range)),
  );
  const complaints = [
    ...foreign.map((path) => `ships ${path}`),
    ...missing.map((path) => `lacks ${path}`),
    ...unresolved.map(([dependency, range]) => `depends on ${dependency} "${range}"`),
  ];
  const kilobytes = (readFileSync(file).length / 1024).toFixed(0);
  judge(
    `pack ${manifest.name} ${manifest.version}: ${files.length} entries, ${kilobytes} kB`,
    complaints.length === 0,
    complaints.join("\n"),
  );
  return { file, manifest };
}

/** What a manifest promises to hold. @param {Readonly<Record<string, any>>} manifest @returns {string[]} */
function targets(manifest) {
  /** @type {(node: unknown) => string[]} */
  const leaves = (node) =>
    typeof node === "string" ? [node] : Object.values(node ?? {}).flatMap((child) => leaves(child));
  return [...leaves(manifest.exports), ...leaves(manifest.bin)].map((path) => path.replace("./", ""));
}

/** @param {import("./registry.mjs").Packed} packed */
async function lint({ file, manifest }) {
  const publint = await run([...installed("publint"), "run", file, "--strict"], { limitSeconds: 120 });
  const clean = /All good!/.test(publint.output);
  judge(`publint ${catalog.publint} --strict ${manifest.name}`, publint.code === 0 && clean, publint.output);
  const attw = await run(
    [...installed("attw"), file, "--profile", "esm-only", "--no-emoji", "--format", "table-flipped", "--no-color"],
    { limitSeconds: 120 },
  );
  judge(
    `are the types wrong ${catalog["@arethetypeswrong/cli"]} ${manifest.name}`,
    attw.code === 0 && /OK \(ESM\)/.test(attw.output),
    attw.output,
  );
}

/** @param {{ address: string, asked: string[] }} registry */
async function installByName({ address, asked }) {
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  writeFileSync(join(project, ".npmrc"), `@tiltak:registry=${address}\nfund=false\naudit=false\n`);
  const names = packages.map(({ manifest }) => manifest.name);
  const outcome = await run([npm, "install", ...names, `@types/node@${catalog["@types/node"]}`], {
    cwd: project,
    limitSeconds: 600,
  });
  const there = names.filter((name) => existsSync(join(project, "node_modules", name, "package.json")));
  const fromUs = names.every((name) => asked.includes(name));
  judge(
    `npm install ${names.join(" ")}`,
    outcome.code === 0 && there.length === names.length && fromUs,
    outcome.output,
  );
}

/** Compile what a user would write, with the two ways of resolving that strict users choose. */
async function resolveTypes() {
  const entry = (/** @type {string} */ name) => {
    const manifest = packages.find((packed) => packed.manifest.name === name)?.manifest;
    return Object.keys(manifest?.exports ?? {})
      .filter((path) => path !== "./package.json")
      .map((path) => `${name}${path.slice(1)}`);
  };
  const entries = packages.flatMap(({ manifest }) => entry(manifest.name));
  const imports = (/** @type {readonly string[]} */ list) =>
    `${list.map((name, i) => `import * as entry${i} from "${name}";`).join("\n")}\nexport const all: object[] = [${list.map((_, i) => `entry${i}`).join(", ")}];\n`;
  // In a browser project there is no @types/node: the engine must do without it.
  const plain = entries.filter((name) => name.startsWith("@tiltak/sim-core") && !name.endsWith("/node"));
  mkdirSync(join(project, "src"));
  writeFileSync(join(project, "src/every-entry.ts"), imports(entries));
  writeFileSync(join(project, "src/without-node.ts"), imports(plain));
  writeFileSync(join(project, "src/example.ts"), read(`examples/${example}/main.ts`));
  for (const name of folders) {
    const program = blocksOf(read(`packages/${name}/README.md`)).find(({ language }) => language === "ts");
    if (program !== undefined) writeFileSync(join(project, `src/readme-${name}.ts`), program.text);
  }
  const common = {
    strict: true,
    target: "ES2023",
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    rootDir: "src",
    outDir: "out",
  };
  const ways = {
    node16: { module: "node16", moduleResolution: "node16" },
    bundler: { module: "esnext", moduleResolution: "bundler" },
  };
  for (const [name, way] of Object.entries(ways)) {
    const browser = {
      ...common,
      ...way,
      exactOptionalPropertyTypes: true,
      lib: ["ES2023", "DOM"],
      types: [],
      noEmit: true,
    };
    const node = { ...common, ...way, lib: ["ES2023"], types: ["node"] };
    for (const [file, compilerOptions, files] of /** @type {const} */ ([
      [`tsconfig.${name}.browser.json`, browser, ["src/without-node.ts", "src/readme-sim-core.ts", "src/example.ts"]],
      [`tsconfig.${name}.json`, node, undefined],
    ])) {
      writeFileSync(
        join(project, file),
        JSON.stringify({ compilerOptions, ...(files ? { files } : { include: ["src"] }) }),
      );
      const outcome = await run([...installed("tsc"), "-p", file], { cwd: project, limitSeconds: 120 });
      const what = files ? "without @types/node" : `${entries.length} entries, the example, the readmes`;
      judge(`tsc ${catalog.typescript} strict, ${name}: ${what}`, outcome.code === 0, outcome.output);
    }
  }
}

/** The example, the readmes and the program, in the project. */
async function runThere() {
  const expected = read(`examples/${example}/expected.txt`);
  const outcome = await run(["node", "out/example.js"], { cwd: project, limitSeconds: 60 });
  judge(`node runs examples/${example}, output as committed`, outcome.output === expected, outcome.output);
  for (const name of folders) {
    if (!existsSync(join(project, `out/readme-${name}.js`))) continue;
    const shown = await run(["node", `out/readme-${name}.js`], { cwd: project, limitSeconds: 60 });
    const output = blocksOf(read(`packages/${name}/README.md`)).find(({ language }) => language === "text")?.text ?? "";
    judge(`node runs the readme of ${name}, output as shown`, shown.output.trim() === output.trim(), shown.output);
  }
  const env = { ...process.env, LC_ALL: "C" };
  const list = await run([npx, "--no-install", "tiltak", "list", "--lang", "en"], {
    cwd: project,
    env,
    limitSeconds: 60,
  });
  judge("npx tiltak list", list.code === 0 && /baseline/.test(list.output), list.output);
  const study = ["compare", "baseline", "full-scale-transfer", "--years", "2", "--replications", "4", "--workers", "2"];
  const compare = await run([npx, "--no-install", "tiltak", ...study, "--lang", "en", "--out", "run"], {
    cwd: project,
    env,
    limitSeconds: 300,
  });
  judge(
    `npx tiltak ${study.join(" ")}`,
    compare.code === 0 && existsSync(join(project, "run/estimates.json")),
    compare.output,
  );
}

/** Bundle the example as a browser project would, and let Chromium print it. */
async function runInBrowser() {
  const bundled = await bundle();
  if (bundled === undefined) return;
  const page = `<!doctype html><title>example</title><link rel="icon" href="data:,"><script>
    window.lines = []; console.log = (text) => window.lines.push(text);
    window.done = new Promise((resolve) => addEventListener("load", () => resolve(window.lines.join("\\n"))));
  </script><script type="module" src="/example.js"></script>`;
  const files = new Map([
    ["/", ["text/html", page]],
    ["/example.js", ["text/javascript", bundled]],
  ]);
  if (!(await available()).has("chromium")) {
    say("not run: the bundle in Chromium, chromium is not on this machine");
    return;
  }
  const server = createServer((request, response) => {
    const [type = "", content] = files.get(request.url ?? "") ?? [];
    response.writeHead(content === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  try {
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const { complaints, answers } = await visit(`http://127.0.0.1:${port}/`, {
      agent: "navigator.userAgent",
      lines: "window.done",
    });
    const expected = read(`examples/${example}/expected.txt`).trimEnd();
    const same = answers.lines === expected && complaints.length === 0;
    judge(
      `${/HeadlessChrome\/\d+/.exec(String(answers.agent))?.[0]} runs the bundle, output as committed`,
      same,
      [...complaints, String(answers.lines)].join("\n"),
    );
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** @returns {Promise<string | undefined>} the bundle; undefined when there is none */
async function bundle() {
  cpSync(join(project, "src/example.ts"), join(project, "example.ts"));
  const outcome = await run(
    [
      "node",
      "--input-type=module",
      "--eval",
      `import { build } from ${JSON.stringify(new URL("../../node_modules/vite/dist/node/index.js", import.meta.url).href)};
       await build({ root: process.cwd(), configFile: false, logLevel: "warn",
         build: { target: "es2023", outDir: "bundle", lib: { entry: "example.ts", formats: ["es"], fileName: "example" } } });`,
    ],
    { cwd: project, limitSeconds: 120 },
  );
  const files = existsSync(join(project, "bundle")) ? readdirSync(join(project, "bundle")) : [];
  const code = files.length === 1 ? readFileSync(join(project, "bundle", files[0] ?? ""), "utf8") : "";
  const foreign = /from\s*"(node:|@tiltak)|process\.(env|versions)|__vite-browser-external/.exec(code)?.[0];
  const sound = outcome.code === 0 && outcome.output.trim() === "" && code !== "" && foreign === undefined;
  judge(
    `vite ${catalog.vite} bundles the example for browsers: ${(code.length / 1024).toFixed(0)} kB, one file, no warning`,
    sound,
    `${outcome.output}\n${files.join(" ")}\n${foreign ?? ""}`,
  );
  return sound ? code : undefined;
}
