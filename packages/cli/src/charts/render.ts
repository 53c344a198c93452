// From a Vega-Lite specification to SVG and PNG, without browser, canvas or network. The bytes depend on the specification
// alone: text is measured with the shipped font, ids begin anew for each chart, and no locale or time zone has a say.

import { Resvg } from "@resvg/resvg-js";
import type * as vega from "vega";
import type { TopLevelSpec } from "vega-lite";
import { fontFamily, fontFiles, textWidth } from "./font-metrics.ts";

/** A Vega-Lite specification as plain data. */
export type ChartSpec = TopLevelSpec;

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

interface TextMetrics {
  width: (item: TextItem, text: string) => number;
}

interface DrawingLibrary {
  readonly compile: typeof import("vega-lite")["compile"];
  readonly vega: typeof vega;
  readonly scenegraph: { readonly textMetrics: TextMetrics; resetSVGDefIds(): void };
}

let library: Promise<DrawingLibrary> | undefined;

/** Load what draws when the first chart is drawn: hundreds of files, which most commands never need. */
function drawingLibrary(): Promise<DrawingLibrary> {
  library ??= Promise.all([import("vega"), import("vega-lite")]).then(([vega, { compile }]) => ({
    compile,
    vega,
    scenegraph: vega as unknown as DrawingLibrary["scenegraph"],
  }));
  return library;
}

/** A logger of the drawing library that keeps what it warns about. */
function listeningLogger(warnings: string[]): vega.LoggerInterface {
  const note = (words: readonly unknown[]): void => {
    warnings.push(words.map(String).join(" "));
  };
  const logger: vega.LoggerInterface = {
    level: (() => logger) as vega.LoggerInterface["level"],
    warn(...words: readonly unknown[]) {
      note(words);
      return logger;
    },
    error(...words: readonly unknown[]) {
      note(words);
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/**
 * Draw a specification as SVG.
 *
 * @param spec the specification
 * @returns one svg element with its namespace
 * @throws Error with the compiler's words when the specification has anything that it warns about
 */
export async function renderSvg(spec: ChartSpec): Promise<string> {
  const { compile, vega, scenegraph } = await drawingLibrary();
  const warnings: string[] = [];
  const logger = listeningLogger(warnings);
  scenegraph.textMetrics.width = (item, text) => {
    const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
    return textWidth(String(text ?? ""), item.fontSize ?? 11, bold);
  };
  scenegraph.resetSVGDefIds();
  const compiled = compile(spec, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  try {
    const svg = await view.toSVG();
    if (warnings.length > 0) throw new Error(`a chart is not drawn cleanly: ${warnings.join("; ")}`);
    return `${svg}\n`;
  } finally {
    view.finalize();
  }
}

/** Give a picture that stands alone its description, for who cannot see it. */
export function described(svg: string, alt: string): string {
  const text = alt.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  return svg.replace("<svg ", () => `<svg role="img" aria-label="${text}" `);
}

/**
 * Draw SVG as PNG with the shipped font.
 *
 * @param svg what `renderSvg` gave
 * @param width of the picture in pixels
 * @returns the file's bytes
 */
export function renderPng(svg: string, width: number): Uint8Array {
  const image = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false, fontFiles: [...fontFiles()], defaultFontFamily: fontFamily },
  });
  return image.render().asPng();
}

export { renderPdf } from "./pdf.ts";
