// Hold Node, Chromium and Firefox against each other, bit by bit: node tools/engines/run.mjs
// One bundle of @tiltak/sim-core, made as a user's bundler would make it, computes digests of the mathematical functions, the random
// streams, the distributions, the benchmark's programme-like workload in both views and its machine shop (also against the committed
// digests), random worlds of processes over all resources, one replication of two scenarios, and a whole study (a sweep in the page's own
// thread). Exit code 1 when an engine differs; a browser that is missing is said to be missing. Needs the build.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolveScenarios, toScenarioInput } from "@tiltak/scenarios";
import { centralValueOfSpec, isDistributionSpec } from "@tiltak/sim-core";
import { build } from "vite";

const limitSeconds = 300;

/**
 * The frozen yardsticks of the benchmark read their table of draws from disk. A page makes it anew, so that what they import from Node is
 * never called; only for them it is replaced by nothing, since the library itself must do without Node.
 *
 * @type {import("vite").Plugin}
 */
const withoutNode = {
  name: "yardsticks-without-node",
  enforce: "pre",
  resolveId(source, importer) {
    return source.startsWith("node:") && isYardstick(importer) ? "\0nothing-of-node" : null;
  },
  load(id) {
    if (id !== "\0nothing-of-node") return null;
    const names = ["createHash", "existsSync", "mkdirSync", "readFileSync", "renameSync", "writeFileSync", "dirname"];
    return `${names.map((name) => `export const ${name} = undefined;`).join("\n")}\nexport const fileURLToPath = String;\n`;
  },
  transform(code, id) {
    // Or the bundler would take the table into the bundle, all 8 MiB.
    return isYardstick(id) ? code.replaceAll("import.meta.url", '"file:///"') : null;
  },
};

const code = await bundle();
const data = {
  reference: text("packages/sim-core/test/reference/math-reference.txt"),
  golden: text("packages/sim-core/test/golden/math-bits.txt"),
  programmes: Object.fromEntries(["baseline", "full-scale-transfer"].map((id) => [id, centralParameters(id)])),
  scenarios: resolveScenarios(["baseline", "full-scale-transfer"], { years: 2 }).map(toScenarioInput),
  workloads: committedWorkloads(),
};

const folder = mkdtempSync(join(tmpdir(), "tiltak-engines-"));
try {
  const file = join(folder, "page.mjs");
  writeFileSync(file, code);
  const expected = await (await import(pathToFileURL(file).href)).sections(JSON.parse(JSON.stringify(data)));
  process.stdout.write(`Node ${process.versions.node} (V8 ${process.versions.v8})\n`);
  for (const [section, value] of Object.entries(expected)) process.stdout.write(`  ${section}: ${value}\n`);
  if (!/, 0 beside the golden bits/.test(expected["mathematical functions"])) process.exitCode = 1;
  if (Object.values(expected).some((value) => value.includes("NOT as committed"))) process.exitCode = 1;
  const browsers = {
    chromium: [
      "chromium",
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${join(folder, "chromium")}`,
    ],
    firefox: ["firefox-esr", "--headless", "--no-remote", "--profile", mkdtempSync(join(folder, "firefox-"))],
  };
  for (const [name, command] of Object.entries(browsers)) {
    const answer = await visit(command);
    if (answer === undefined) {
      process.stdout.write(`${name}: not run, ${command[0]} is not on this machine\n`);
      continue;
    }
    const differing = Object.keys(expected).filter((section) => answer.sections[section] !== expected[section]);
    process.stdout.write(`${answer.agent}\n`);
    for (const section of differing) process.stdout.write(`  ${section}: ${answer.sections[section]}  DIFFERS\n`);
    if (differing.length === 0)
      process.stdout.write(`  all ${Object.keys(expected).length} sections are the same to the last bit\n`);
    else process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {string | undefined} id of a module */
function isYardstick(id) {
  return id?.includes("/bench/yardsticks/") === true;
}

/** @param {string} path from the root of the repository */
function text(path) {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

/** Full size and digest of the workloads of the benchmark that are run. */
function committedWorkloads() {
  const { programme, "machine-shop": shop } = JSON.parse(text("bench/yardsticks/workloads.json"));
  return { programme: programme.sizes.full, "machine-shop": shop.sizes.full };
}

/** The values of a scenario's parameters with every distribution at its centre, for five years. @param {string} id */
function centralParameters(id) {
  const [resolved] = resolveScenarios([id], { years: 5 });
  const { parameters } = toScenarioInput(resolved);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, spec]) => [
      name,
      isDistributionSpec(spec) ? centralValueOfSpec(spec) : spec,
    ]),
  );
}

/** @returns {Promise<string>} one ES module for browsers */
async function bundle() {
  const built = await build({
    configFile: false,
    logLevel: "error",
    plugins: [withoutNode],
    build: {
      write: false,
      target: "es2023",
      lib: { entry: fileURLToPath(new URL("page.mjs", import.meta.url)), formats: ["es"], fileName: "page" },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const chunk = outputs.find((output) => output.type === "chunk");
  if (chunk === undefined || outputs.length !== 1) throw new Error("the bundle is not one file");
  return chunk.code;
}

/**
 * Open the page in a browser and wait for what it posts back.
 *
 * @param {readonly string[]} command
 * @returns {Promise<{ agent: string, sections: Record<string, string> } | undefined>} undefined where the program is missing
 */
async function visit([program = "", ...flags]) {
  const page = `<!doctype html><title>engines</title><script type="module">
    const post = (body) => fetch("/result", { method: "POST", body: JSON.stringify(body) });
    try {
      const { sections } = await import("/page.js");
      const data = await (await fetch("/data.json")).json();
      await post({ agent: navigator.userAgent, sections: await sections(data) });
    } catch (error) { await post({ agent: navigator.userAgent, sections: { error: String(error) } }); }
  </script>`;
  const files = new Map([
    ["/", ["text/html", page]],
    ["/page.js", ["text/javascript", code]],
    ["/data.json", ["application/json", JSON.stringify(data)]],
  ]);
  /** @type {(answer: any) => void} */
  let settle = () => undefined;
  const answered = new Promise((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        response.end();
        settle(JSON.parse(body));
      });
      return;
    }
    const [type = "", content = ""] = files.get(request.url ?? "") ?? [];
    response.writeHead(content === "" ? 404 : 200, { "content-type": `${type}; charset=utf-8` }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const child = spawn(program, [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  child.once("error", () => settle(undefined));
  child.once("close", () => settle({ agent: program, sections: { error: "ended without an answer" } }));
  const timer = setTimeout(
    () => settle({ agent: program, sections: { error: "no answer in time" } }),
    limitSeconds * 1000,
  );
  try {
    return await answered;
  } finally {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
    child.kill("SIGKILL");
    await new Promise((resolve) =>
      child.pid === undefined || child.exitCode !== null || child.signalCode !== null
        ? resolve(0)
        : child.once("close", resolve),
    );
  }
}
