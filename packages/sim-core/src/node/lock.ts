// One process at a time works in a run directory. The lock says who: host, process, start and a heartbeat. A lock whose process is
// gone is stale and taken over; one of another host is stale when its heartbeat has stopped for a while.

import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { StoreError } from "../experiment/index.ts";
import { storeError } from "./atomic-file.ts";

/** Name of the lock in a run directory. */
export const lockName = "lock.json";

/** Who holds a run directory. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
  /** When the process began, as the operating system tells it; tells a process from a later one with the same number. */
  readonly processStart: string | null;
  /** When the lock was taken, ISO 8601. */
  readonly start: string;
  readonly heartbeat: string;
  readonly token: string;
}

const beatMilliseconds = 10_000;
const silentMilliseconds = 120_000;

let tokens = 0;

/** Hold a run directory from `take` to `release`. */
export class Lock {
  #path: string;
  /** Tells apart the locks that this process has wanted; each has drafts of its own. */
  #number: number;
  #token: string;
  #start: string = new Date().toISOString();
  #beat: NodeJS.Timeout | undefined;
  /** The beat under way: a release waits for it, or the lock would come back after it is gone. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string) {
    tokens += 1;
    this.#path = path;
    this.#number = tokens;
    this.#token = `${hostname()}-${process.pid}-${process.hrtime.bigint()}-${tokens}`;
  }

  /**
   * Take the lock of a run directory.
   *
   * @throws StoreError `store-locked` with who holds it
   */
  static async take(directory: string): Promise<Lock> {
    const lock = new Lock(join(directory, lockName));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (await lock.#create()) {
        lock.#beat = setInterval(() => {
          lock.#writing = lock.#write().catch(() => undefined);
        }, beatMilliseconds);
        lock.#beat.unref();
        return lock;
      }
      const holder = await holderOf(lock.#path);
      if (holder !== undefined && isAlive(holder)) {
        const message = `${directory} is in use by process ${holder.pid} on ${holder.host} since ${holder.start}; wait for it, or choose another folder`;
        throw new StoreError("store-locked", message, { directory, holder });
      }
      await lock.#clearStale(holder);
    }
    throw new StoreError("store-locked", `the lock of ${directory} changes hands too often`, { directory });
  }

  /**
   * Make sure that the lock is still ours.
   *
   * @throws StoreError when it is gone or someone else's
   */
  async check(): Promise<void> {
    const holder = await holderOf(this.#path);
    if (holder?.token === this.#token) return;
    const whose = holder === undefined ? "is gone" : `now belongs to process ${holder.pid} on ${holder.host}`;
    throw new StoreError("store-lock-lost", `the lock ${this.#path} ${whose}; nothing more is written`, { holder });
  }

  /** Give the directory free. A lock that is not ours any more is left alone. */
  async release(): Promise<void> {
    clearInterval(this.#beat);
    await this.#writing;
    const holder = await holderOf(this.#path);
    if (holder?.token === this.#token) await rm(this.#path, { force: true }).catch(() => undefined);
  }

  /** Appear under the lock's name in one step with the contents in place, or not at all. */
  async #create(): Promise<boolean> {
    const draft = `${this.#path}.${process.pid}-${this.#number}.part`;
    try {
      await writeFile(draft, this.#text());
      await link(draft, this.#path);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw storeError(error, this.#path);
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** Beat: the new text takes the place of the old in one step, so that nobody ever reads a lock that is half written. */
  async #write(): Promise<void> {
    const holder = await holderOf(this.#path);
    if (holder?.token !== this.#token) return;
    const draft = `${this.#path}.${process.pid}-${this.#number}-beat.part`;
    await writeFile(draft, this.#text());
    await rename(draft, this.#path);
  }

  #text(): string {
    const holder: LockHolder = {
      host: hostname(),
      pid: process.pid,
      processStart: processStart(process.pid),
      start: this.#start,
      heartbeat: new Date().toISOString(),
      token: this.#token,
    };
    return `${JSON.stringify(holder)}\n`;
  }

  /** Remove a stale lock. Only one process at a time may do so: the takeover itself is a lock of a few milliseconds. */
  async #clearStale(stale: LockHolder | undefined): Promise<void> {
    const takeover = `${this.#path}.takeover`;
    try {
      await writeFile(takeover, this.#token, { flag: "wx" });
    } catch {
      const age = await stat(takeover).then(
        ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs),
        () => 0,
      );
      if (age > silentMilliseconds) await rm(takeover, { force: true });
      return;
    }
    try {
      const holder = await holderOf(this.#path);
      if (holder?.token === stale?.token) await rm(this.#path, { force: true });
    } finally {
      await rm(takeover, { force: true });
    }
  }
}

/** Read who holds a lock; undefined when there is none, or it cannot be read. */
async function holderOf(path: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Tell whether the holder of a lock is still at work, as far as can be seen from here. */
export function isAlive(holder: LockHolder, now: number = Date.now()): boolean {
  // A clock that was set back makes heartbeats look young, never old: such a lock is respected.
  if (holder.host !== hostname()) return now - Date.parse(holder.heartbeat) < silentMilliseconds;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return holder.processStart === null || holder.processStart === processStart(holder.pid);
}

/** Start of a process in ticks since boot, where the system tells it. */
function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
