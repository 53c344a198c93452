import { expect, test } from "vitest";
import {
  type Difference,
  type Estimate,
  type EstimatesFile,
  formatDifferencesCsv,
  formatEstimates,
  formatEstimatesCsv,
  type StatedEstimate,
} from "./estimates.ts";

// Keys deliberately out of order: the format has its own.
const estimate: Estimate = {
  mean: 12.5,
  halfWidth: null,
  level: 0.95,
  p05: -0,
  p25: 1e21,
  p50: 0.1,
  p75: null,
  p95: 5e-324,
  scenario: 'a "quoted" name',
  point: null,
  measure: "participants",
  group: { setting: "sheltered", cause: "age" },
  time: 1,
  n: 1,
  runs: 2,
  failed: 0,
};
const { scenario, ...rest } = estimate;
const difference: Difference = { ...rest, a: scenario, b: "b", jointHalfWidth: null, probabilityAbove0: 0.5, point: 3 };
const file: EstimatesFile = {
  schema: "tiltak.estimates/1",
  seed: "blåbær",
  estimates: [estimate, { ...estimate, time: 2 }],
  differences: [difference],
};

test("estimates.json has one row a line and its keys in one order", () => {
  expect(formatEstimates(file)).toBe(
    [
      '{"schema":"tiltak.estimates/1","seed":"blåbær","estimates":[',
      '{"scenario":"a \\"quoted\\" name","point":null,"measure":"participants","group":{"cause":"age","setting":"sheltered"},"time":1,"n":1,"runs":2,"failed":0,"mean":12.5,"halfWidth":null,"level":0.95,"p05":0,"p25":1e+21,"p50":0.1,"p75":null,"p95":5e-324},',
      '{"scenario":"a \\"quoted\\" name","point":null,"measure":"participants","group":{"cause":"age","setting":"sheltered"},"time":2,"n":1,"runs":2,"failed":0,"mean":12.5,"halfWidth":null,"level":0.95,"p05":0,"p25":1e+21,"p50":0.1,"p75":null,"p95":5e-324}',
      '],"differences":[',
      '{"a":"a \\"quoted\\" name","b":"b","point":3,"measure":"participants","group":{"cause":"age","setting":"sheltered"},"time":1,"n":1,"runs":2,"failed":0,"mean":12.5,"halfWidth":null,"level":0.95,"p05":0,"p25":1e+21,"p50":0.1,"p75":null,"p95":5e-324,"jointHalfWidth":null,"probabilityAbove0":0.5}',
      "]}",
      "",
    ].join("\n"),
  );
});

test("estimates.json can be read back, and a file without rows is whole", () => {
  expect(JSON.parse(formatEstimates(file)).differences[0].probabilityAbove0).toBe(0.5);
  expect(JSON.parse(formatEstimates({ ...file, estimates: [], differences: [] }))).toEqual({
    schema: "tiltak.estimates/1",
    seed: "blåbær",
    estimates: [],
    differences: [],
  });
});

test("a row as the reducer makes it, in order and with its method, gives the same bytes", () => {
  const { scenario: _, point, measure, group: __, time, n, runs, failed, mean, halfWidth, level, ...rest } = estimate;
  const { p05, p25, p50, p75, p95 } = rest;
  const cell = { point, measure, group: { cause: "age" }, time, n, runs, failed, mean, halfWidth, level };
  const inOrder: Estimate = { scenario: "s", ...cell, p05, p25, p50, p75, p95 };
  const stated: StatedEstimate = { ...inOrder, method: "student-t over draw means" };
  expect(formatEstimates({ ...file, estimates: [stated] })).toBe(formatEstimates({ ...file, estimates: [inOrder] }));
  expect(formatEstimatesCsv({ ...file, estimates: [stated] })).toBe(
    formatEstimatesCsv({ ...file, estimates: [inOrder] }),
  );
});

test("the tables quote what needs it and leave the undefined empty", () => {
  expect(formatEstimatesCsv(file).split("\n")[0]).toBe(
    "scenario,point,measure,group,time,n,runs,failed,mean,halfWidth,level,p05,p25,p50,p75,p95",
  );
  expect(formatEstimatesCsv(file).split("\n")[1]).toBe(
    '"a ""quoted"" name",,participants,"{""cause"":""age"",""setting"":""sheltered""}",1,1,2,0,12.5,,0.95,0,1e+21,0.1,,5e-324',
  );
  expect(formatDifferencesCsv(file).split("\n")[1]).toBe(
    '"a ""quoted"" name",b,3,participants,"{""cause"":""age"",""setting"":""sheltered""}",1,1,2,0,12.5,,0.95,0,1e+21,0.1,,5e-324,,0.5',
  );
});
