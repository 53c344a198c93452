import { describe, expect, it } from "vitest";
import { run } from "../lib/shell.mjs";

describe("running a program", () => {
  it("returns its exit code and all that it printed", async () => {
    const outcome = await run(["node", "-e", "console.log('out'); console.error('err'); process.exitCode = 3"]);
    expect(outcome).toMatchObject({ code: 3, timedOut: false });
    expect(outcome.output).toContain("out\n");
    expect(outcome.output).toContain("err\n");
  });

  it("ends a program and its children at the limit", async () => {
    const loop = "require('child_process').spawnSync(process.execPath, ['-e', 'for(;;);'])";
    const outcome = await run(["node", "-e", loop], { limitSeconds: 0.5 });
    expect(outcome).toMatchObject({ code: null, timedOut: true });
  });

  it("answers 127 for a program that is not there", async () => {
    const outcome = await run(["no-such-program-here"]);
    expect(outcome.code).toBe(127);
    expect(outcome.output).toContain("no-such-program-here");
  });
});
