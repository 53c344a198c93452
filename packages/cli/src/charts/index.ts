// Charts: from the rows of a run to specifications, pictures and data.

export { type Chart, type ChartInput, chartWidth, type Row, rowsToCsv } from "./frame.ts";
export { type ChartKind, chartKinds } from "./kinds.ts";
export { type ChartSpec, renderPng, renderSvg } from "./render.ts";
