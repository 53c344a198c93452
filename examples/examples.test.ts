// Each folder with a main.ts is a program as a user would write it: built against the packages, run by Node, and its output is
// compared with the committed expected.txt. After a wanted change: npm run examples -- --write

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const programs = readdirSync(here).filter((name) => existsSync(join(here, name, "main.ts")));

describe("the example", () => {
  it.each(programs)("%s prints what its page shows", (name) => {
    const output = execFileSync(process.execPath, [join(here, "dist", name, "main.js")], {
      cwd: join(here, name),
      encoding: "utf8",
    });
    expect(output).toBe(readFileSync(join(here, name, "expected.txt"), "utf8"));
  });
});
