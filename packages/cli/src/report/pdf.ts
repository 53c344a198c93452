// The report on paper: HTML printed to PDF by a Chromium that is on the machine. The text stays text, so it can be searched and copied.

import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "@tiltak/sim-core";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const longestSeconds = 120;

/**
 * Find a browser that prints.
 *
 * @param environment TILTAK_CHROMIUM names one; otherwise PATH is looked through, then the usual places of macOS
 * @returns its path, or undefined
 */
export function findBrowser(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = environment.TILTAK_CHROMIUM;
  if (named !== undefined && named !== "") return runs(named) ? named : undefined;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const files = process.platform === "win32" ? names.map((name) => `${name}.exe`) : names;
  return [...files.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Print HTML.
 *
 * @param html a whole document that needs nothing else
 * @returns the bytes of a PDF
 * @throws InputError when there is no browser, or it prints nothing
 */
export async function printPdf(html: string): Promise<Uint8Array> {
  const browser = findBrowser(process.env);
  if (browser === undefined) {
    const allowed = "apt-get install chromium, or TILTAK_CHROMIUM=path of a Chromium; a report as .html needs neither";
    const problem = { path: "--out", message: "a report as PDF needs Chromium, which is not here", allowed };
    throw new InputError([problem], "missing-tool");
  }
  const folder = await mkdtemp(join(tmpdir(), "tiltak-pdf-"));
  try {
    const page = join(folder, "report.html");
    const pdf = join(folder, "report.pdf");
    await writeFile(page, html);
    const told = await print(browser, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      `--user-data-dir=${join(folder, "profile")}`,
      "--no-pdf-header-footer",
      "--generate-pdf-document-outline",
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ]);
    const bytes = await readFile(pdf).catch(() => undefined);
    if (bytes === undefined) {
      throw new InputError([{ path: browser, message: "printed no PDF", found: told.slice(-300) }], "missing-tool");
    }
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(browser: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(browser, args, { stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString("utf8");
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), longestSeconds * 1000);
    const end = (): void => {
      clearTimeout(timer);
      resolve(told);
    };
    child.once("error", (error) => {
      told += error.message;
      end();
    });
    child.once("close", end);
  });
}
