import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { killAndResume } from "../kill/kill-sweep.mjs";

const folder = mkdtempSync(join(tmpdir(), "tiltak-kill-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const child = fileURLToPath(new URL("../kill/child.mjs", import.meta.url));
const run = (name: string, ...more: string[]): string => {
  execFileSync(process.execPath, [child, join(folder, name), ...more], { stdio: "ignore" });
  return join(folder, name);
};

describe("a study that is killed with SIGKILL", () => {
  it("gives the undisturbed bytes when it is resumed, whenever the kill came", async () => {
    const kills = await killAndResume(5, { inWrites: true });
    expect(kills.map(({ same }) => same)).toEqual([true, true, true, true, true]);
    expect(kills.filter(({ killed }) => killed).length).toBeGreaterThanOrEqual(3);
  });
});

describe("a study in seven shards", () => {
  it("gives the bytes of an undivided study when they are merged in any order", async () => {
    const { mergeRuns } = await import("../../packages/sim-core/dist/node/index.js");
    const whole = run("whole", "1");
    run("shard", "1", "3,0,6,1,5,2,4/7");
    const order = [2, 6, 0, 4, 1, 5, 3];
    const shards = order.map((i) => `${join(folder, "shard")}-${i}`);
    const merged = join(folder, "merged");
    await mergeRuns(merged, shards);
    run("merged", "1");
    expect(readdirSync(merged)).toContain("estimates.json");
    expect(readFileSync(join(merged, "estimates.json"))).toEqual(readFileSync(join(whole, "estimates.json")));
  });
});
