import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plant } from "../faults/run.mjs";
import { root } from "../lib/shell.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tiltak-plant-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules/vitest"), join(folder, "node_modules/vitest"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "double.ts"), "export function twice(x: number): number {\n  return x * 2;\n}\n");
  writeFileSync(
    join(folder, "double.test.ts"),
    'import { expect, it } from "vitest";\nimport { twice } from "./double.ts";\nit("doubles", () => expect(twice(2)).toBe(4));\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const caught = { name: "half", file: "double.ts", find: "x * 2", replace: "x / 2", tests: ["double.test.ts"] };

describe("planting faults", () => {
  it("is content when the named test catches the fault, and leaves the sources alone", async () => {
    expect(await plant([caught], { root: folder })).toEqual([]);
    expect(readFileSync(join(folder, "double.ts"), "utf8")).toContain("x * 2");
  });

  it("reports a fault that survives, between faults that are caught", async () => {
    const survives = { ...caught, name: "sum", replace: "x + x" };
    const troubles = await plant([caught, survives, caught], { root: folder, lanes: 1 });
    expect(troubles).toEqual(['"sum" survived double.test.ts']);
  });

  it("lets none but the named test catch it, which must pass without the fault", async () => {
    writeFileSync(
      join(folder, "double.test.ts"),
      `${readFileSync(join(folder, "double.test.ts"), "utf8")}it("is not asked", () => expect(twice(0)).toBe(0));\n`,
    );
    expect(await plant([{ ...caught, by: "doubles" }], { root: folder })).toEqual([]);
    const blind = await plant([{ ...caught, by: "is not asked" }], { root: folder });
    expect(blind).toEqual(['"half" survived double.test.ts, is not asked']);
    const nobody = await plant([{ ...caught, by: "trebles" }], { root: folder });
    expect(nobody[0]).toMatch(/without any fault/);
  });

  it("reports text that is gone or not unique, a test that is missing, and a change that is none", async () => {
    const troubles = await plant(
      [
        { ...caught, name: "gone", find: "x * 3" },
        { ...caught, name: "twofold", find: "x" },
        { ...caught, name: "no test", tests: ["triple.test.ts"] },
        { ...caught, name: "none", replace: "x * 2" },
        { ...caught, name: "unnamed", tests: [] },
      ],
      { root: folder },
    );
    expect(troubles.map((trouble) => trouble.split(":")[0])).toEqual([
      '"gone"',
      '"twofold"',
      '"no test"',
      '"none"',
      '"unnamed"',
    ]);
  });

  it("is not content with a test that fails without the fault, or with one that cannot start", async () => {
    writeFileSync(
      join(folder, "double.test.ts"),
      'import { it } from "vitest";\nit("fails", () => { throw new Error(); });\n',
    );
    expect((await plant([caught], { root: folder }))[0]).toMatch(/without any fault/);
    writeFileSync(
      join(folder, "double.test.ts"),
      'import "./double.ts";\nimport { it } from "vitest";\nit("runs", () => {});\n',
    );
    const breaks = { ...caught, name: "syntax", replace: "x *" };
    expect((await plant([breaks], { root: folder }))[0]).toMatch(/no test ran/);
  });
});
