// The page with the benchmark table says what the newest recorded run says.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the benchmark page shows the newest recorded run", () => {
  const script = fileURLToPath(new URL("../bench/docs.mjs", import.meta.url));
  expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
});
