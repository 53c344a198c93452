// Charts: from the rows of a run to specifications, pictures and data.

export { type ChartInput, rowsToCsv } from "./frame.ts";
export { type ChartKind, chartKinds } from "./kinds.ts";
export { renderPdf, renderPng, renderSvg } from "./render.ts";
