// The API reference is what the docstrings say: every public name, no other, and every word.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the API reference is, to the last letter, what the docstrings and declarations say", () => {
  const script = fileURLToPath(new URL("api/generate.mjs", import.meta.url));
  const { stderr, status } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
