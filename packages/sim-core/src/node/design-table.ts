// The table of parameters of a run: the value of every parameter that varies, for each scenario, point and draw. Tidy rows, so that a
// reader can join them to the observations by scenario, point and draw (replication 2d and 2d + 1 share draw d).

import { drawParameters, isDistribution, pointCount, type StudyPlan, specsAt } from "../experiment/index.ts";
import type { ParquetColumn } from "./parquet-file.ts";

/** Most rows of the table; a larger design keeps as many draws as fit (the rest follows from the plan in the manifest). */
const mostRows = 2_000_000;

/** Make the columns of `design.parquet`: scenario, point, draw, parameter, value (numbers), text (everything else). */
export function designColumns(plan: StudyPlan): ParquetColumn[] {
  const scenario: string[] = [];
  const point: number[] = [];
  const draw: number[] = [];
  const parameter: string[] = [];
  const value: number[] = [];
  const text: string[] = [];
  const draws = plan.fixedParameters ? 1 : Math.ceil(plan.replications / 2);
  rows: for (let d = 0; d < draws; d += 1) {
    for (let p = 0; p < pointCount(plan); p += 1) {
      for (let s = 0; s < plan.scenarios.length; s += 1) {
        const specs = specsAt(plan, s, p);
        const set = plan.points?.[p]?.parameters ?? {};
        const varying = Object.keys(specs).filter((id) => isDistribution(specs[id]) || id in set);
        if (scenario.length + varying.length > mostRows) break rows;
        const drawn = drawParameters(plan, { scenario: s, point: p, replication: 2 * d });
        for (const id of varying) {
          const held = drawn[id];
          scenario.push(plan.scenarios[s].id);
          point.push(p);
          draw.push(d);
          parameter.push(id);
          value.push(typeof held === "number" ? held : Number.NaN);
          text.push(typeof held === "number" ? "" : typeof held === "string" ? held : JSON.stringify(held));
        }
      }
    }
  }
  return [
    { name: "scenario", type: "string", description: "id of the scenario", data: scenario },
    { name: "point", type: "int32", description: "point of the design, from 0", data: Int32Array.from(point) },
    {
      name: "draw",
      type: "int32",
      description: "draw of the parameters, from 0; replications 2d and 2d + 1 share draw d",
      data: Int32Array.from(draw),
    },
    { name: "parameter", type: "string", description: "id of the parameter", data: parameter },
    {
      name: "value",
      type: "double",
      optional: true,
      description: "its value in the parameter's own unit; null when it is no number",
      data: Float64Array.from(value),
    },
    { name: "text", type: "string", description: "its value when it is no number", data: text },
  ];
}
