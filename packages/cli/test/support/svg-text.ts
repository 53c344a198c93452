// Where each text of a picture stands: boxes from the transforms of an SVG and the widths of the shipped font. It reads what the
// drawing library writes (groups, translate, rotate, scale, tspan with dy), not SVG at large; anything else is an error.

import { textWidth } from "../../src/charts/font-metrics.ts";

/** One line of text with the box that its ink may fill. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Linear part and shift of a transform: x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = readonly [number, number, number, number, number, number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

function times(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

function transformOf(text: string): Matrix {
  let matrix = identity;
  for (const [, name, inside = ""] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y] = inside.split(/[ ,]+/).map(Number);
    if (name === "translate") matrix = times(matrix, [1, 0, 0, 1, x, y ?? 0]);
    else if (name === "scale") matrix = times(matrix, [x, 0, 0, y ?? x, 0, 0]);
    else if (name === "rotate") {
      const angle = (x * Math.PI) / 180;
      matrix = times(matrix, [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]);
    } else throw new Error(`no transform ${name} was expected`);
  }
  return matrix;
}

/** Size of a picture, and the boxes of its texts. */
export interface SvgTexts {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBox[];
}

// Capitals with a ring or a diaeresis reach 0.93 of the size above the baseline in this font; descenders 0.24 below it.
const ascent = 0.76;
const descent = 0.22;

/** Read where the texts of a picture stand. */
export function svgTexts(svg: string): SvgTexts {
  const [, width = "0", height = "0"] = /<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"/.exec(svg) ?? [];
  const texts: TextBox[] = [];
  const stack: {
    readonly tag: string;
    readonly matrix: Matrix;
    readonly attributes: Readonly<Record<string, string>>;
  }[] = [];
  let line = 0;
  for (const [, closing, tag = "", attributeText = "", empty, content] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const top = stack[stack.length - 1];
    if (content !== undefined) {
      const holder = stack.findLast(({ tag: name }) => name === "text");
      if (holder === undefined || content.trim() === "" || top === undefined) continue;
      texts.push(boxOf(unescaped(content), holder.matrix, holder.attributes, line));
      continue;
    }
    if (closing === "/") {
      stack.pop();
      continue;
    }
    const attributes = Object.fromEntries(
      [...attributeText.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    if (tag === "text") line = 0;
    if (tag === "tspan") line += Number(attributes.dy ?? 0);
    if (empty === "/") continue;
    const matrix = times(top?.matrix ?? identity, transformOf(attributes.transform ?? ""));
    stack.push({ tag, matrix, attributes });
  }
  return { width: Number(width), height: Number(height), texts: texts.filter(({ text }) => text !== "") };
}

function boxOf(text: string, matrix: Matrix, attributes: Readonly<Record<string, string>>, dy: number): TextBox {
  const size = Number.parseFloat(attributes["font-size"] ?? "");
  if (!(size > 0)) throw new Error(`"${text}" has no size`);
  const bold = attributes["font-weight"] === "bold" || Number(attributes["font-weight"]) >= 600;
  const width = textWidth(text, size, bold);
  const anchor = attributes["text-anchor"] ?? "start";
  const x = anchor === "middle" ? -width / 2 : anchor === "end" ? -width : 0;
  const corners = [
    [x, dy - ascent * size],
    [x + width, dy - ascent * size],
    [x, dy + descent * size],
    [x + width, dy + descent * size],
  ].map(([px = 0, py = 0]) => [
    matrix[0] * px + matrix[2] * py + matrix[4],
    matrix[1] * px + matrix[3] * py + matrix[5],
  ]);
  const xs = corners.map(([px = 0]) => px);
  const ys = corners.map(([, py = 0]) => py);
  return { text, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&").trim();
}

/** Say which texts leave the picture, and which lie over each other. */
export function textTroubles({ width, height, texts }: SvgTexts): readonly string[] {
  const slack = 0.75;
  const troubles: string[] = [];
  const where = ({ text, left, top, right, bottom }: TextBox): string =>
    `"${text}" [${left.toFixed(0)}, ${top.toFixed(0)}, ${right.toFixed(0)}, ${bottom.toFixed(0)}]`;
  texts.forEach((box, i) => {
    if (box.left < -slack || box.top < -slack || box.right > width + slack || box.bottom > height + slack)
      troubles.push(`${where(box)} leaves the picture of ${width} x ${height}`);
    for (const other of texts.slice(i + 1)) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (across > slack && down > slack) troubles.push(`${where(box)} lies over ${where(other)}`);
    }
  });
  return troubles;
}
