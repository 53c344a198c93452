// From SVG to PDF by a library, with the shipped font inside: text stays text, so that it can be selected, searched and read
// aloud. The same picture gives the same bytes: the file carries no clock.

import { fontFiles } from "./font-metrics.ts";

/** What a reader of the file is told about it. */
interface PdfWords {
  readonly title?: string;
  readonly lang?: string;
}

/** Points in a pixel. */
const points = 0.75;

/**
 * Draw SVG as a PDF of one page that is as large as the picture.
 *
 * @param svg what `renderSvg` gave
 * @param words title and language, for the file's properties
 * @returns the file's bytes
 * @throws Error when the SVG has no size, or anything that cannot be drawn
 */
export async function renderPdf(svg: string, words: PdfWords = {}): Promise<Uint8Array> {
  // Loaded when a PDF is asked for: the font engine is the largest part of the program.
  const { default: Document } = await import("pdfkit");
  const { default: drawSvg } = await import("svg-to-pdfkit");
  const [, width, height] = /<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new Error("the picture has no size");
  const size: [number, number] = [Number(width) * points, Number(height) * points];
  const document = new Document({
    size,
    margin: 0,
    lang: words.lang ?? "en",
    displayTitle: true,
    info: { Title: words.title ?? "", Producer: "Tiltak", Creator: "Tiltak", CreationDate: new Date(0) },
  });
  const [regular = "", bold = ""] = fontFiles();
  document.registerFont("regular", regular);
  document.registerFont("bold", bold);
  const parts: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on("data", (part: Uint8Array) => parts.push(part));
    document.on("end", resolve);
    document.on("error", reject);
  });
  const warnings: string[] = [];
  // A dash without gaps is a solid line; the library refuses gaps of no length.
  const solid = svg.replaceAll(/ stroke-dasharray="[\d.]+,0"/g, "");
  drawSvg(document as unknown as Parameters<typeof drawSvg>[0], solid, 0, 0, {
    width: size[0],
    height: size[1],
    fontCallback: (_family, isBold) => (isBold ? "bold" : "regular"),
    warningCallback: (warning) => void warnings.push(warning),
  });
  document.end();
  await done;
  if (warnings.length > 0) throw new Error(`a picture is not drawn cleanly as PDF: ${warnings.join("; ")}`);
  return new Uint8Array(Buffer.concat(parts));
}
