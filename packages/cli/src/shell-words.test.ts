// What is pasted into a shell means what was meant.

import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellLine } from "./shell-words.ts";

it("keeps every word whole, and plain words plain", () => {
  expect(shellLine(["tiltak", "run", "baseline", "--years", "5"])).toBe("tiltak run baseline --years 5");
  const words = ["--set", "transfer.share=uniform(0.2, 0.8)", "it's", "$HOME", "", "a\nb", "æøå.csv", "*"];
  const said = execFileSync("sh", ["-c", `printf '%s|' ${shellLine(words)}`], { encoding: "utf8" });
  expect(said).toBe(`${words.join("|")}|`);
});
