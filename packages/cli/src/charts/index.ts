// Charts: from the rows of a run to specifications, pictures and data.

export {
  type BacktestRow,
  beginsAt,
  type ChartInput,
  type ChartKind,
  type EnterpriseChange,
  originLine,
  rowsToCsv,
} from "./frame.ts";
export { backtestChart } from "./kinds/back-test.ts";
export { chartKinds } from "./kinds.ts";
export { type ChartSpec, described, renderPdf, renderPng, renderSvg } from "./render.ts";
