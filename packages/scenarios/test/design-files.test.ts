// Every mistake that a design file or its table can hold is met here: one message, every problem, each with its place.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, type Problem } from "@tiltak/sim-core";
import { afterAll, describe, expect, it } from "vitest";
import { loadDesign, planSweep, type SweepDesign, sweepInputs, sweepSize } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "tiltak-designs-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const file = (content: string, name = `d${count++}.yaml`): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const problemsOf = (read: () => unknown): readonly Problem[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
};
const head = "scenarios: [baseline, full-scale-transfer]\nyears: 1\nreplications: 2\n";
const load = (body: string): SweepDesign => loadDesign(file(head + body));
const only = (body: string): Problem => {
  const problems = problemsOf(() => load(body));
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
};
const two = "parameters:\n  transfer.share: uniform(0.2, 0.9)\n  municipal.buy-back-share: pert(0, 0.3, 0.8)\n";

describe("a design file", () => {
  it.each([
    ["grid, levels: 3", 9],
    ["lhs, points: 7", 7],
    ["sobol, points: 8", 8],
    ["halton, points: 5, scramble: false", 5],
    ["morris, trajectories: 4, levels: 4", 12],
    ["saltelli, base: 4", 16],
    ["one-way, low: 0.05, high: 0.95", 5],
  ])("places the points of %s", (design, points) => {
    const loaded = load(`design: { method: ${design} }\n${two}`);
    expect(sweepSize(loaded)).toBe(points);
    const planned = planSweep(loaded, "any text");
    expect(planned.points).toHaveLength(points);
    expect(planned.parameters).toEqual(["transfer.share", "municipal.buy-back-share"]);
    expect(planSweep(loaded, "any text")).toEqual(planned);
    for (const { parameters } of planned.points ?? []) {
      const share = parameters["transfer.share"];
      if (share === undefined) continue;
      expect(share).toBeGreaterThanOrEqual(0.2);
      expect(share).toBeLessThanOrEqual(0.9);
    }
  });

  it.each(["sobol, points: N", "halton, points: N", "morris, trajectories: N, levels: 4", "saltelli, base: N"])(
    "that is longer begins with the shorter one: %s",
    (design) => {
      const planned = (n: number) =>
        planSweep(load(`design: { method: ${design.replace("N", String(n))} }\n${two}`), "s");
      const short = planned(4).points ?? [];
      const long = planned(8).points ?? [];
      expect(long.length).toBe(2 * short.length);
      expect(long.slice(0, short.length)).toEqual(short);
    },
  );

  it("may hold one point of values, or none", () => {
    expect(planSweep(load("design: { method: fixed }\n"), "s").points).toBeUndefined();
    const loaded = load("design: { method: fixed }\nparameters: { transfer.share: 0.5 }\n");
    expect(planSweep(loaded, "s").points).toEqual([{ parameters: { "transfer.share": 0.5 } }]);
  });

  it("brings the parameters of delivery models that its points may use, and of no other", () => {
    const models = "parameters:\n  municipal.delivery-model.under-5000: choice(standard, nav-vtao)\n";
    const [, transfer] = sweepInputs(load(`design: { method: lhs, points: 4 }\n${models}`));
    const delivery = Object.keys(transfer?.parameters ?? {}).filter((id) => id.startsWith("delivery."));
    expect(delivery).toHaveLength(24);
    expect(delivery.every((id) => id.startsWith("delivery.nav-vtao."))).toBe(true);
    expect(transfer?.parameters["delivery.nav-vtao.caseload"]).toMatchObject({ distribution: "pert" });
  });

  it("varies a lever only in the scenarios that declare it", () => {
    const [baseline, transfer] = sweepInputs(load(`design: { method: lhs, points: 2 }\n${two}`));
    expect(baseline?.outOfReach).toEqual(["municipal.buy-back-share", "transfer.share"]);
    expect(transfer?.outOfReach).toBeUndefined();
  });

  it("takes points from a table", () => {
    writeFileSync(
      join(folder, "points.csv"),
      'transfer.share,transfer.frame-grant-rule\n0.2,history\n"0.5",need\n\n0.9,"inhabitants"\n',
    );
    const loaded = load("design: { method: table, file: points.csv }\n");
    expect(sweepSize(loaded)).toBe(3);
    expect(planSweep(loaded, "s").points?.[2]).toEqual({
      parameters: { "transfer.share": 0.9, "transfer.frame-grant-rule": "inhabitants" },
    });
  });

  it("may wish correlations", () => {
    const wished = "correlations:\n  - [transfer.share, municipal.buy-back-share, -0.4]\n";
    expect(load(`design: { method: lhs, points: 20 }\n${two}${wished}`).correlations).toEqual([
      ["transfer.share", "municipal.buy-back-share", -0.4],
    ]);
  });
});

describe("a mistake in a design file", () => {
  it("is told with all others and its place", () => {
    const problems = problemsOf(() =>
      loadDesign(
        file(
          "scenarios: [baseline]\nreplications: 3\ndesign: { method: lsh, points: 5 }\nparameters:\n  transfer.sare: uniform(0, 1)\n  transfer.share: uniform(0, 3)\n",
        ),
      ),
    );
    expect(problems.map(({ line, path, message, nearest }) => [line, path, message, nearest])).toEqual([
      [3, "design.method", "is no method", "lhs"],
      [5, "parameters.transfer.sare", "is no parameter", "transfer.share"],
      [6, "parameters.transfer.share", "lies outside what is allowed", undefined],
      [2, "replications", expect.stringContaining("must be even"), undefined],
    ]);
  });

  it.each([
    ["design: { method: morris, trajectories: 2, levels: 4 }", "correlated parameters cannot go with morris", 8],
    ["design: { method: saltelli, base: 2 }", "correlated parameters cannot go with saltelli", 8],
  ])("correlations with %s", (design, message, line) => {
    const wished = "correlations: [[transfer.share, municipal.buy-back-share, -0.4]]\n";
    expect(only(`${design}\n${two}${wished}`)).toMatchObject({ message, line, path: "correlations" });
  });

  it.each([
    ["[transfer.share, municipal.buy-back-share]", "must be two parameters and a number"],
    ["[transfer.share, municipal.buy-back-share, 1.5]", "is no correlation"],
    ["[transfer.share, transfer.share, 0.5]", "correlates a parameter with itself"],
    ["[transfer.share, municipal.sharing, 0.5]", "does not vary here"],
  ])("a correlation %s", (row, message) => {
    expect(only(`design: { method: lhs, points: 2 }\n${two}correlations: [${row}]\n`)).toMatchObject({
      message,
      path: "correlations[0]",
    });
  });

  it.each([
    ["lhs, point: 2", "design.points", "is missing"],
    ["grid, levels: 0", "design.levels", "is too small"],
    ["one-way, low: 0.9, high: 0.1", "design", "needs a low quantile below the high one"],
  ])("a method %s", (design, path, message) => {
    const problems = problemsOf(() => load(`design: { method: ${design} }\n${two}`));
    expect(problems.map((problem) => [problem.path, problem.message])).toContainEqual([path, message]);
  });

  it("a value where a distribution is needed", () => {
    expect(only("design: { method: lhs, points: 2 }\nparameters: { transfer.share: 0.5 }\n").message).toContain(
      "needs a distribution",
    );
  });

  it("nothing that varies", () => {
    expect(only("design: { method: lhs, points: 2 }\n").message).toContain("needs at least one parameter");
  });

  it("a lever that no scenario declares", () => {
    const path = file(`scenarios: [baseline]\nreplications: 2\ndesign: { method: lhs, points: 2 }\n${two}`);
    expect(problemsOf(() => loadDesign(path)).map(({ message, line }) => [line, message])).toEqual([
      [5, "is a lever that no scenario of the sweep declares"],
      [6, "is a lever that no scenario of the sweep declares"],
    ]);
  });

  it("a table and parameters at once", () => {
    expect(only(`design: { method: table, file: points.csv }\n${two}`).message).toContain("leave parameters out");
  });

  it("files outside its folder", () => {
    expect(only("design: { method: table, file: ../points.csv }\n").message).toBe(
      "reaches outside the design's folder",
    );
    const path = file("scenarios: [../other.yaml]\nreplications: 2\ndesign: { method: fixed }\n");
    expect(problemsOf(() => loadDesign(path))[0]).toMatchObject({ line: 1, path: "scenarios[0]" });
  });

  it.each([
    ["", 1, "needs a line of parameter names"],
    ["transfer.share\n", 1, "needs a line of parameter names"],
    ["transfer.sare\n0.5\n", 1, "is no parameter"],
    ["transfer.share,transfer.share\n0.5,0.5\n", 1, "stands twice"],
    ["transfer.share\n0.5,0.6\n", 2, "has 2 values for 1 columns"],
    ["transfer.share\n0.5\n7\n", 3, "lies outside what is allowed"],
    ['transfer.share\n"0.5\n', 2, "has a quote that is never closed"],
  ])("a table %j", (content, line, message) => {
    writeFileSync(join(folder, "wrong.csv"), content);
    const problem = only("design: { method: table, file: wrong.csv }\n");
    expect(problem.message).toContain(message);
    if (problem.line !== undefined) expect(problem.line).toBe(line);
  });

  it("a table that is not there", () => {
    expect(only("design: { method: table, file: none.csv }\n").message).toContain("cannot be read");
  });
});
