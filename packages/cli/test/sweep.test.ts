// Sweeps as users start them: planned, run whole and in shards, merged, lengthened, repeated, analysed, handed to a cluster.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "@tiltak/sim-core/node";
import { afterAll, describe, expect, it } from "vitest";
import { kubernetesJob } from "../src/cluster/kubernetes.ts";
import { type ShardJob, taskCommand } from "../src/cluster/shard-job.ts";
import { slurmScript } from "../src/cluster/slurm.ts";
import { type Said, Session } from "./support/session.ts";
import { smallArrivals, smallCountry, temporaryFolder } from "./support/small-run.ts";

const folder = temporaryFolder();
const session = new Session(folder);
afterAll(() => {
  session.end();
  rmSync(folder, { recursive: true });
});

const threadless = new Set(["archive", "sensitivity", "sweep status", "sweep reproduce"]);
const say = (...commands: string[][]): Promise<readonly Said[]> =>
  session.run(
    commands.map((args) => {
      const name = args[0] === "sweep" ? `sweep ${args[1]}` : (args[0] ?? "");
      return [...args, ...(threadless.has(name) ? [] : ["--workers", "1"]), "--lang", "en"];
    }),
  );
const scenario = smallCountry(folder, "full-scale-transfer");
const design = (name: string, method: string, country = scenario, arrivals = smallArrivals): string => {
  const text = `scenarios: [${country}]
years: 1
replications: 2
design: { method: ${method} }
parameters:
  transfer.share: uniform(0.2, 0.9)
  waiting.surplus-arrivals-per-year: ${arrivals}
`;
  writeFileSync(join(folder, name), text);
  return name;
};
const estimates = (run: string): string => readFileSync(join(folder, run, "estimates.json"), "utf8");
const good = async (...commands: string[][]): Promise<readonly Said[]> => {
  const all = await say(...commands);
  for (const [i, said] of all.entries()) expect(said.status, `${commands[i]?.join(" ")}: ${said.stderr}`).toBe(0);
  return all;
};

describe("a sweep", { timeout: 180_000 }, () => {
  const file = design("two.yaml", "sobol, points: 2");

  it("gives the same bytes whole and in shards merged in any order; what is missing is told and resumed", async () => {
    const [whole] = await good(
      ["sweep", "run", file, "--out", "whole", "--format", "json"],
      ["sweep", "run", file, "--shard", "1/2", "--out", "shard-1"],
      ["sweep", "run", file, "--shard", "0/2", "--out", "shard-0"],
      ["sweep", "merge", "merged", "shard-1", "shard-0", "shard-1"],
    );
    expect(whole?.stdout).toBe(estimates("whole"));
    expect(estimates("merged")).toBe(whole?.stdout);
    const [part, resumed] = await say(["sweep", "merge", "half", "shard-1"], ["resume", "half"]);
    expect(part?.status).toBe(3);
    expect(part?.stderr).toContain("2 runs are missing. Go on with: tiltak resume half");
    expect(resumed?.status).toBe(0);
    expect(estimates("half")).toBe(whole?.stdout);
  });

  it("tells beforehand what it will take, and afterwards where its uncertainty comes from", async () => {
    // The whole country: in a small one nothing of what is rare happens within a year, and has no variance to be split.
    const three = design("three.yaml", "sobol, points: 3", "full-scale-transfer", "pert(100, 600, 1500)");
    const [run, status, plain, never] = await say(
      ["sweep", "run", three, "--out", "told", "--replications", "4", "--forecast", "--price", "0.5"],
      ["sweep", "status", "told", "--format", "json"],
      ["sweep", "status", "told"],
      ["sweep", "run", three, "--price", "cheap"],
    );
    expect(run?.stderr).toMatch(
      /Forecast: about \d+ s on 1 worker \([\d.]+ core-hours, price [\d.]+\), \d+(\.\d)? [kM]B on disk, \d+ MB of memory/,
    );
    const { uncertainty } = JSON.parse(status?.stdout ?? "");
    expect(uncertainty).toHaveLength(8);
    for (const { overDesign, parameters, chance } of uncertainty) {
      expect(overDesign).toMatchObject({ points: 3, draws: 2, runsPerDraw: 2 });
      const sum = overDesign.design.share + overDesign.others.share + overDesign.chance.share;
      expect(sum).toBeCloseTo(1, 12);
      expect(parameters.share + chance.share).toBeCloseTo(1, 12);
    }
    expect(plain?.stdout).toContain("Where the uncertainty comes from");
    expect(plain?.stdout).toMatch(/Participants +\d+ % +\d+ % +\d+ % +x \d/);
    expect(never?.stderr).toContain("--price: is not allowed (found cheap");
  });

  it("has a folder of its own for each design, seed and model when none is named", async () => {
    const [first, again, other] = await good(
      ["sweep", "run", file, "--format", "json"],
      ["sweep", "run", file, "--format", "json"],
      ["sweep", "run", file, "--seed", "other", "--format", "json"],
    );
    const placeOf = (said: Said | undefined): string => /tiltak-runs\/\S+/.exec(said?.stderr ?? "")?.[0] ?? "";
    expect(placeOf(first)).toMatch(/^tiltak-runs\/sweep-sobol-small-full-scale-transfer-[0-9a-f]{8}$/);
    expect(placeOf(again)).toBe(placeOf(first));
    expect(placeOf(other)).not.toBe(placeOf(first));
    expect(again?.stdout).toBe(first?.stdout);
  });

  it("refuses shards of another seed and says what differs", async () => {
    const [, refused] = await say(
      ["sweep", "run", file, "--seed", "other", "--shard", "0/2", "--out", "stranger"],
      ["sweep", "merge", "nothing", "shard-1", "stranger"],
    );
    expect(refused?.status).toBe(2);
    expect(refused?.stderr).toContain("seed: tiltak there, other here");
  });

  it("says how far it is, and repeats any replication to the bit", async () => {
    const task = ["--scenario", "small-full-scale-transfer", "--point", "1", "--replication", "1"];
    const [status, same, beyond] = await say(
      ["sweep", "status", "shard-0", "--format", "json"],
      ["sweep", "reproduce", "whole", ...task],
      ["sweep", "reproduce", "whole", "--point", "7"],
    );
    const { parts } = JSON.parse(status?.stdout ?? "");
    expect(parts).toEqual([{ part: "shard-0", state: "done", done: 2, total: 2, failed: 0 }]);
    expect(same?.stdout).toMatch(/^The same bits: \d+ values\n$/);
    expect(beyond?.status).toBe(2);
    expect(beyond?.stderr).toContain("--point: is not in the run (found 7; allowed: 0 to 1)");
  });

  it("grows by points into the bytes of the longer sweep, and is analysed", async () => {
    const four = design("four.yaml", "sobol, points: 4");
    const [, , found] = await good(
      ["sweep", "expand", "merged", "--points", "4"],
      ["sweep", "run", four, "--out", "four"],
      ["sensitivity", "merged", "--measure", "participants", "--format", "json"],
    );
    expect(estimates("merged")).toBe(estimates("four"));
    const { rows } = JSON.parse(found?.stdout ?? "");
    expect(rows.map(({ parameter, index, n }: Record<string, unknown>) => [parameter, index, n])).toEqual([
      ["transfer.share", "rank-correlation", 4],
      ["transfer.share", "standardised-coefficient", 4],
      ["waiting.surplus-arrivals-per-year", "rank-correlation", 4],
      ["waiting.surplus-arrivals-per-year", "standardised-coefficient", 4],
    ]);
    const [shorter] = await say(["sweep", "expand", "merged", "--points", "3"]);
    expect(shorter?.status).toBe(2);
    expect(shorter?.stderr).toContain("from 4 to 1000000");
  });

  it("is bundled so that another carries it out to the same bits", async () => {
    const [made, again, wrong] = await say(
      ["archive", "half", "b.tar.gz"],
      ["archive", "half", "b.tgz"],
      ["archive", "half", "b.zip"],
    );
    expect(made?.status, made?.stderr).toBe(0);
    expect(again?.status).toBe(0);
    expect(wrong?.status).toBe(2);
    expect(readFileSync(join(folder, "b.tgz"))).toEqual(readFileSync(join(folder, "b.tar.gz")));
    expect(spawnSync("tar", ["xzf", "b.tar.gz"], { cwd: folder }).status).toBe(0);
    const { digests } = JSON.parse(readFileSync(join(folder, "b/archive.json"), "utf8"));
    const wanted = estimates("b");
    rmSync(join(folder, "b/estimates.json"));
    await good(["resume", "b"]);
    expect(estimates("b")).toBe(wanted);
    expect(digestOf(estimates("b"))).toBe(digests["estimates.json"]);
    const [unfinished] = await say(["archive", "shard-0", "c.tar.gz"]);
    expect(unfinished?.stderr).toContain("is not finished (2 of 4 runs)");
  });

  it("that no machine can hold is forecast, refused and not begun", async () => {
    const huge = design("huge.yaml", "grid, levels: 31623");
    const [planned, begun] = await say(
      ["sweep", "plan", huge, "--format", "json"],
      ["sweep", "run", huge, "--out", "huge"],
    );
    expect(planned?.status).toBe(2);
    expect(JSON.parse(planned?.stdout ?? "")).toMatchObject({ points: 31_623 * 31_623, scenarios: 1, replications: 2 });
    expect(planned?.stderr).toContain("has too many points (found 1000014129; allowed: at most 1000000)");
    expect(begun?.status).toBe(2);
    expect(existsSync(join(folder, "huge"))).toBe(false);
  });

  it("does not take a precision goal beside a shard", async () => {
    const [refused] = await say(["sweep", "run", file, "--precision", "0.1", "--shard", "5/5"]);
    expect(refused?.status).toBe(2);
    expect(refused?.stderr).toContain("--precision: needs the whole sweep");
    expect(refused?.stderr).toContain("--shard: there is no such shard");
  });
});

describe("a job of shards", () => {
  const job: ShardJob = {
    name: "tiltak-sobol",
    shards: 12,
    command: ["printf", "%s\n", "my design.yaml", "it's"],
    folder: "/data/a sweep",
    workers: 2,
    memoryMb: 1100,
    restarts: 3,
  };

  it("starts each shard in its own folder, whatever the names hold", () => {
    const { stdout } = spawnSync("sh", ["-c", taskCommand(job, "TASK")], {
      encoding: "utf8",
      env: { ...process.env, TASK: "7" },
    });
    expect(stdout.split("\n")).toEqual([
      "my design.yaml",
      "it's",
      "--shard",
      "7/12",
      "--out",
      "/data/a sweep/shards/07-of-12",
      "",
    ]);
  });

  it("asks Slurm to begin a lost task again, within a limit", () => {
    const script = slurmScript({ ...job, command: ["sh", "-c", 'exit "$WITH"', "x"] });
    expect(script).toContain("#SBATCH --array=0-11\n#SBATCH --requeue\n");
    const scontrol = 'scontrol() { echo "scontrol $*"; }\n';
    const run = (code: string, restarts: string): string =>
      spawnSync("bash", ["-c", scontrol + script], {
        encoding: "utf8",
        env: {
          ...process.env,
          WITH: code,
          SLURM_ARRAY_JOB_ID: "9",
          SLURM_ARRAY_TASK_ID: "4",
          SLURM_RESTART_COUNT: restarts,
        },
      }).stdout;
    expect(run("137", "2")).toBe("scontrol requeue 9_4\n");
    expect(run("137", "3")).toBe("");
    expect(run("3", "0")).toBe("scontrol requeue 9_4\n");
    expect(run("2", "0")).toBe("");
    expect(run("0", "0")).toBe("");
  });

  it("is an Indexed Job of Kubernetes by the same words", () => {
    const manifest = kubernetesJob(job, { image: "registry/tiltak:1", claim: "shared", mount: "/data" });
    expect(manifest).toMatchObject({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: expect.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/) },
      spec: {
        completionMode: "Indexed",
        completions: 12,
        backoffLimitPerIndex: 3,
        podFailurePolicy: {
          rules: [{ action: "FailIndex", onExitCodes: { containerName: "shard", operator: "In", values: [1, 2] } }],
        },
        template: {
          spec: {
            // A failure policy, and indices that fail on their own, need pods that are never restarted in place.
            restartPolicy: "Never",
            containers: [
              {
                name: "shard",
                image: "registry/tiltak:1",
                command: ["/bin/sh", "-c", taskCommand(job, "JOB_COMPLETION_INDEX")],
                resources: { requests: { cpu: "2", memory: "1100Mi" } },
                volumeMounts: [{ name: "data", mountPath: "/data" }],
              },
            ],
            volumes: [{ name: "data", persistentVolumeClaim: { claimName: "shared" } }],
          },
        },
      },
    });
  });

  it("is written for both systems by submit", async () => {
    const file = design("submitted.yaml", "lhs, points: 3");
    const place = ["--image", "registry/tiltak:1", "--claim", "shared"];
    const [slurm, pods, wrong, status] = await say(
      ["sweep", "submit", file, "--slurm", "--shards", "3", "--out", "job", "--dry-run"],
      ["sweep", "submit", file, "--kubernetes", "--shards", "3", "--out", "pods", ...place],
      ["sweep", "submit", file, "--out", "job", "--shards", "x"],
      ["sweep", "status", "job", "--format", "json"],
    );
    expect(readFileSync(slurm?.stdout.trim() ?? "", "utf8")).toContain("#SBATCH --array=0-2\n");
    expect(JSON.parse(readFileSync(pods?.stdout.trim() ?? "", "utf8"))).toMatchObject({ spec: { completions: 3 } });
    expect(wrong?.status).toBe(2);
    expect(wrong?.stderr).toContain("say which batch system");
    expect(wrong?.stderr).toContain('--shards: is not allowed (found "x"');
    const { parts } = JSON.parse(status?.stdout ?? "");
    expect(parts.map(({ part, state }: Record<string, unknown>) => [part, state])).toEqual([
      ["0-of-3", "missing"],
      ["1-of-3", "missing"],
      ["2-of-3", "missing"],
    ]);
  });
});
