// The report as its readers meet it: opened from disk in Chromium, with no request to any network and no error, whole and with
// alt texts. Runs a small comparison in a temporary folder first. A check that needs chromium.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { visit } from "./lib/browser.mjs";
import { root, run } from "./lib/shell.mjs";

const most = 3_000_000;
const questions = {
  language: "document.documentElement.lang",
  title: "document.title.trim()",
  headings: "[...document.querySelectorAll('h1, h2')].map((h) => h.textContent.trim())",
  pictures: "document.querySelectorAll('svg, img').length",
  mute: "[...document.querySelectorAll('svg[role=\"img\"], img, figure')].filter((x) => !(x.getAttribute('aria-label') || x.getAttribute('alt') || x.getAttribute('aria-labelledby') || x.getAttribute('aria-describedby') || x.querySelector('title, figcaption, [aria-label], [alt]'))).length",
  tables: "[...document.querySelectorAll('table')].filter((t) => t.querySelector('th') === null).length",
  wide: "document.documentElement.scrollWidth > window.innerWidth + 1",
};

const folder = mkdtempSync(join(tmpdir(), "tiltak-report-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const troubles = /** @type {string[]} */ ([]);
const study = join(folder, "run");
await tiltak("compare", "baseline", "full-scale-transfer", "--years", "2", "--replications", "4", "--out", study);
for (const lang of ["nb", "en"]) {
  const report = join(folder, `${lang}.html`);
  await tiltak("report", study, "--lang", lang, "--out", report);
  const { requests, complaints, answers } = await visit(pathToFileURL(report).href, questions);
  const say = (/** @type {string} */ text) => void troubles.push(`${lang}: ${text}`);
  if (statSync(report).size >= most) say(`the report has ${statSync(report).size} bytes, not below ${most}`);
  if (requests.length > 0) say(`asks the network for ${requests.join(", ")}`);
  for (const complaint of complaints) say(complaint);
  if (answers.language !== lang) say(`says that its language is "${answers.language}"`);
  if (answers.title === "") say("has no title");
  if (!Array.isArray(answers.headings) || answers.headings.length < 3) say(`has only the headings ${answers.headings}`);
  if (Number(answers.pictures) < 4) say(`has ${answers.pictures} pictures`);
  if (Number(answers.mute) > 0) say(`${answers.mute} pictures have no text for those who do not see them`);
  if (Number(answers.tables) > 0) say(`${answers.tables} tables have no header cells`);
  if (answers.wide === true) say("is wider than its window");
}
for (const trouble of troubles) process.stdout.write(`${trouble}\n`);
process.stdout.write(`checked the report in 2 languages, ${troubles.length} troubles\n`);
process.exitCode = troubles.length === 0 ? 0 : 1;

/** @param {string[]} args */
async function tiltak(...args) {
  const made = await run(["node", join(root, "packages/cli/bin/tiltak.js"), ...args], { limitSeconds: 120 });
  if (made.code === 0) return;
  process.stdout.write(made.output);
  process.exit(1);
}
