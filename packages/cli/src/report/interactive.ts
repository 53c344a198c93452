// Charts that answer to the pointer, in a file that asks nothing of any network: Vega and its expression interpreter stand in the page,
// each chart's specification beside it as data, and a policy of the page forbids every request and every script but these. The drawn SVG
// stays where scripts do not run, and is what print shows.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ChartSpec } from "../charts/render.ts";
import type { Lang } from "../i18n/index.ts";
import { columnNames } from "./columns.ts";
import { escapeHtml } from "./html.ts";

const require = createRequire(import.meta.url);

let library: string | undefined;

/** The drawing library as one script, its licences before it. */
function vegaScript(): string {
  if (library !== undefined) return library;
  const build = dirname(require.resolve("vega"));
  const interpreter = readFileSync(require.resolve("vega-interpreter"), "utf8")
    .replace(/^import \{([^}]*)\} from 'vega-util';/, "const {$1} = vega;")
    .replace(/export \{ (\w+) as expressionInterpreter \};/, "vega.expressionInterpreter = $1;")
    .replace(/\/\/# sourceMappingURL=.*/, "");
  if (/^\s*(import|export)\b/m.test(interpreter))
    throw new Error("the interpreter of Vega has another shape than known");
  const licence = readFileSync(join(build, "../LICENSE"), "utf8").replaceAll("*/", "* /");
  library = `/*! Vega and vega-interpreter\n${licence}*/\n${readFileSync(join(build, "vega.min.js"), "utf8")}\n(() => {${interpreter}})();`;
  return library;
}

/** Draw a chart again when it comes into view, and show the numbers under the pointer. Runs in the reader's browser. */
const script = String.raw`
(() => {
  const words = JSON.parse(document.getElementById("tooltip-words").textContent);
  const box = document.createElement("div");
  box.className = "tooltip";
  box.setAttribute("aria-hidden", "true");
  document.body.append(box);
  const number = (x) => {
    const digits = x === 0 || Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(4)));
    const [whole, fraction] = digits.replace("-", "\u2212").split(".");
    const grouped = whole.length > 4 || words.decimal === "." ? whole.replace(/\B(?=(\d{3})+$)/g, words.thousands) : whole;
    return fraction === undefined ? grouped : grouped + words.decimal + fraction;
  };
  const tooltip = (_, event, item, value) => {
    if (value === null || value === undefined || typeof value !== "object") {
      box.style.display = "none";
      return;
    }
    box.replaceChildren(...Object.entries(value).filter(([name]) => name !== "order" && name !== "text" && !name.startsWith("facet_")).map(([name, text]) => {
      const line = document.createElement("div");
      const shown = name === "year" ? String(text) : typeof text === "number" ? number(text) : text === null ? "\u2013" : String(text);
      line.textContent = (words.fields[name] ?? name) + ": " + shown;
      return line;
    }));
    box.style.display = "block";
    box.style.left = Math.min(event.pageX + 14, document.documentElement.clientWidth - box.offsetWidth - 8) + "px";
    box.style.top = event.pageY + 14 + "px";
  };
  const draw = async (figure) => {
    const data = figure.querySelector("script[type='application/json']");
    const still = figure.querySelector("svg");
    const place = document.createElement("div");
    place.className = "live";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", still.getAttribute("aria-label"));
    const view = new vega.View(vega.parse(JSON.parse(data.textContent), null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      logLevel: vega.Error,
    });
    view.tooltip(tooltip);
    still.before(place);
    try {
      await view.initialize(place).runAsync();
      const live = place.querySelector("svg");
      live.setAttribute("aria-hidden", "true");
      live.setAttribute("viewBox", "0 0 " + live.getAttribute("width") + " " + live.getAttribute("height"));
      still.classList.add("still");
      figure.dataset.live = "yes";
    } catch (error) {
      place.remove();
      figure.dataset.live = "no";
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "600px" });
  for (const figure of document.querySelectorAll("figure[id^='chart-']")) watcher.observe(figure);
})();
`;

/** Write JSON so that no text in it can end the script element that it stands in. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/**
 * Write the specification of a chart as data beside its picture.
 *
 * @param spec Vega-Lite
 * @returns a script element that is not run
 */
export async function chartData(spec: ChartSpec): Promise<string> {
  const { compile } = await import("vega-lite");
  const plain = spec as unknown as { readonly config?: Readonly<Record<string, unknown>> };
  const data = { tooltip: { content: "data" } };
  // A line or an area is one mark with the data of its first point; unseen points on the line carry the data of each.
  const config = {
    ...plain.config,
    aria: false,
    mark: data,
    line: { tooltip: null, point: "transparent" },
    area: { tooltip: null },
    point: { ...data, size: 140 },
  };
  const compiled = compile({ ...spec, config } as ChartSpec).spec;
  return `<script type="application/json">${jsonForHtml(compiled)}</script>`;
}

/** Write the scripts of a page, to stand at the end of its body. */
export function scripts(lang: Lang): string {
  const words = {
    decimal: lang === "nb" ? "," : ".",
    thousands: lang === "nb" ? "\u00a0" : ",",
    fields: Object.fromEntries(Object.entries(columnNames).map(([name, text]) => [name, text[lang]])),
  };
  return `<script type="application/json" id="tooltip-words">${jsonForHtml(words)}</script>\n<script>${vegaScript()}</script>\n<script>${script}</script>`;
}

/**
 * Write the policy of a page: no request to anywhere, no script but those of `scripts`.
 *
 * @param interactive whether the page has scripts at all
 */
export function policy(interactive: boolean): string {
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const allowed = interactive ? `script-src ${hash(vegaScript())} ${hash(script)}; ` : "";
  const rules = `default-src 'none'; ${allowed}style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
  return `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(rules)}">`;
}
