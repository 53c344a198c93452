import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isAlive, Lock, type LockHolder, lockName } from "./lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltak-lock-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});
const holder = async (): Promise<LockHolder> => JSON.parse(await readFile(join(folder, lockName), "utf8"));

describe("the lock of a run directory", () => {
  it("beats while it is held, names its process, and leaves nothing behind", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: new Date("2026-01-01T12:00:00Z") });
    const lock = await Lock.take(folder);
    const first = await holder();
    expect(first).toMatchObject({ host: hostname(), pid: process.pid, start: "2026-01-01T12:00:00.000Z" });
    await vi.advanceTimersByTimeAsync(25_000);
    // The beat is written by the system in its own time.
    await vi.waitFor(async () =>
      expect(Date.parse((await holder()).heartbeat)).toBeGreaterThan(Date.parse(first.start)),
    );
    expect((await holder()).start).toBe(first.start);
    await lock.check();
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("does not beat over the lock of somebody else, nor takes it away", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const lock = await Lock.take(folder);
    const theirs = `${JSON.stringify({ ...(await holder()), token: "theirs", pid: 1 })}\n`;
    await writeFile(join(folder, lockName), theirs);
    await vi.advanceTimersByTimeAsync(25_000);
    await expect(lock.check()).rejects.toMatchObject({
      code: "store-lock-lost",
      message: expect.stringContaining("process 1"),
    });
    await lock.release();
    expect(await readFile(join(folder, lockName), "utf8")).toBe(theirs);
  });

  it("is taken by one of many who want it at once, stale or not", async () => {
    for (const stale of [false, true]) {
      if (stale) {
        const gone = { ...(await holderOfOther()), pid: 2 ** 22 + 1 };
        await writeFile(join(folder, lockName), JSON.stringify(gone));
      }
      const taken = await Promise.allSettled(Array.from({ length: 20 }, () => Lock.take(folder)));
      const locks = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(locks).toHaveLength(1);
      for (const one of taken) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "store-locked" });
      }
      await locks[0]?.release();
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

async function holderOfOther(): Promise<LockHolder> {
  const lock = await Lock.take(folder);
  const held = await holder();
  await lock.release();
  return held;
}

describe("whether a holder is at work", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  const other = (heartbeat: string): LockHolder => ({
    host: "elsewhere",
    pid: process.pid,
    processStart: null,
    start: "2026-01-01T08:00:00Z",
    heartbeat,
    token: "t",
  });

  it("is told by the heartbeat for another host", () => {
    expect(isAlive(other("2026-01-01T11:59:00Z"), now)).toBe(true);
    expect(isAlive(other("2026-01-01T11:57:00Z"), now)).toBe(false);
  });

  it("is taken for granted when the clock was set back: a heartbeat of the future is no old one", () => {
    expect(isAlive(other("2026-01-01T18:00:00Z"), now)).toBe(true);
    expect(isAlive(other("2027-06-01T00:00:00Z"), now)).toBe(true);
  });

  it("is told by the process itself for this host, whatever any clock says", () => {
    const here = { ...other("2020-01-01T00:00:00Z"), host: hostname() };
    expect(isAlive(here, now)).toBe(true);
    expect(isAlive({ ...here, heartbeat: "2030-01-01T00:00:00Z", pid: 2 ** 22 + 1 }, now)).toBe(false);
  });
});
