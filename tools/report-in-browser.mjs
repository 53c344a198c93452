// The report as its readers meet it: opened from disk in Chromium, with no request to any network and no error; nothing that axe objects to;
// charts that answer to the pointer, and are drawn where scripts do not run; everything unfolded on paper; and a PDF whose text is text.
// Runs a small comparison in a temporary folder first. A check that needs chromium.

import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { visit } from "./lib/browser.mjs";
import { pdfText } from "./lib/pdf-text.mjs";
import { root, run } from "./lib/shell.mjs";

const most = 3_000_000;
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const figures = "[...document.querySelectorAll('figure[id^=\"chart-\"]')]";
const shown = "(x) => x !== null && x.getBoundingClientRect().height > 40";
const questions = {
  language: "document.documentElement.lang",
  title: "document.title.trim()",
  headings: "[...document.querySelectorAll('h1, h2')].map((h) => h.textContent.trim())",
  pictures: `${figures}.length`,
  drawn: `${figures}.filter((f) => (${shown})(f.querySelector('svg'))).length`,
  wide: "document.documentElement.scrollWidth > window.innerWidth + 1",
};
/** Everything unfolded and every chart come into view, so that axe sees all of it. */
const inspection = {
  live: `(async () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const figure of ${figures}) {
      figure.scrollIntoView();
      for (let k = 0; k < 100 && figure.dataset.live === undefined; k++) await new Promise((go) => setTimeout(go, 50));
    }
    return ${figures}.filter((figure) => figure.dataset.live !== "yes").map(({ id }) => id);
  })()`,
  tooltip: `(async () => {
    const marks = [...document.querySelectorAll(".live path, .live rect")].filter((mark) => mark.__data__?.tooltip);
    if (marks.length === 0) return "no mark has a tooltip";
    const told = new Set();
    for (const mark of marks) {
      mark.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: 50, clientY: 50 }));
      told.add(document.querySelector(".tooltip").textContent);
    }
    const same = marks.length > 40 && told.size < marks.length / 4;
    return told.has("") ? "a tooltip stays empty" : same ? marks.length + " marks have " + told.size + " tooltips" : "";
  })()`,
  axe: `(async () => {
    ${axe};
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return { passed: found.passes.length, violations: found.violations.map(({ id, help, nodes }) => id + ": " + help + ": " + nodes[0].html.slice(0, 120)) };
  })()`,
  unreachable: `[...document.querySelectorAll("a, summary, [tabindex]")].filter((x) => x.tabIndex < 0).length`,
};
const onPaper = {
  folded:
    "[...document.querySelectorAll('details')].filter((d) => d.lastElementChild.getBoundingClientRect().height === 0).length",
  drawn: questions.drawn,
  navigation: "getComputedStyle(document.querySelector('nav')).display",
};

const folder = mkdtempSync(join(tmpdir(), "tiltak-report-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const troubles = /** @type {string[]} */ ([]);
const study = join(folder, "run");
await tiltak(
  "compare",
  "baseline",
  "full-scale-transfer",
  "supplement",
  "--years",
  "2",
  "--replications",
  "8",
  "--out",
  study,
);
for (const lang of ["en", "nb"]) {
  const say = (/** @type {string} */ text) => void troubles.push(`${lang}: ${text}`);
  const report = join(folder, `${lang}.html`);
  await tiltak("report", study, "--lang", lang, "--out", report);
  const address = pathToFileURL(report).href;
  const { requests, complaints, answers } = await visit(address, { ...questions, ...inspection });
  if (statSync(report).size >= most) say(`the report has ${statSync(report).size} bytes, not below ${most}`);
  if (requests.length > 0) say(`asks the network for ${requests.join(", ")}`);
  for (const complaint of complaints) say(complaint);
  if (answers.language !== lang) say(`says that its language is "${answers.language}"`);
  if (answers.title === "") say("has no title");
  if (!Array.isArray(answers.headings) || answers.headings.length < 3) say(`has only the headings ${answers.headings}`);
  if (Number(answers.pictures) < 4) say(`has ${answers.pictures} pictures`);
  if (answers.drawn !== answers.pictures) say(`draws ${answers.drawn} of ${answers.pictures} pictures`);
  if (answers.wide === true) say("is wider than its window");
  if (!Array.isArray(answers.live) || answers.live.length > 0) say(`charts that do not come alive: ${answers.live}`);
  if (answers.tooltip !== "") say(String(answers.tooltip));
  const seen = /** @type {{ passed: number, violations: string[] }} */ (answers.axe);
  if (!(seen.passed >= 20)) say(`axe looked at ${seen.passed} rules only`);
  for (const violation of seen.violations) say(`axe: ${violation}`);
  if (answers.unreachable !== 0) say(`${answers.unreachable} things cannot be reached by keyboard`);

  // The same page in the other language differs in words only.
  if (lang === "en") continue;
  const narrow = await visit(address, { wide: questions.wide }, { width: 360 });
  if (narrow.answers.wide === true) say("is wider than a telephone");
  const still = await visit(address, { drawn: questions.drawn }, { scripts: false });
  if (still.answers.drawn !== answers.pictures) say(`draws ${still.answers.drawn} pictures where scripts do not run`);
  const paper = await visit(address, onPaper, { media: "print" });
  if (paper.answers.folded !== 0) say(`${paper.answers.folded} parts stay folded on paper`);
  if (paper.answers.drawn !== answers.pictures) say(`draws ${paper.answers.drawn} pictures on paper`);
  if (paper.answers.navigation !== "none") say("prints its navigation");

  const pdf = join(folder, `${lang}.pdf`);
  await tiltak("report", study, "--lang", lang, "--out", pdf);
  const { pages, text } = pdfText(readFileSync(pdf));
  if (pages < 5) say(`the PDF has ${pages} pages`);
  for (const words of ["Spørsmålet", "påstander"])
    if (!text.includes(words)) say(`"${words}" cannot be found in the PDF`);
}
for (const trouble of troubles) process.stdout.write(`${trouble}\n`);
process.stdout.write(`checked the report in 2 languages, ${troubles.length} troubles\n`);
process.exitCode = troubles.length === 0 ? 0 : 1;

/** @param {string[]} args */
async function tiltak(...args) {
  const made = await run(["node", join(root, "packages/cli/bin/tiltak.js"), ...args], { limitSeconds: 180 });
  if (made.code === 0) return;
  process.stdout.write(made.output);
  process.exit(1);
}
