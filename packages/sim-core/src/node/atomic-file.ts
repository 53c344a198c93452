// Files that are whole or not there: written under a temporary name, forced to disk, then renamed. Everything that a disk can refuse
// becomes one clear StoreError, and the temporary file goes away.

import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StoreError } from "../experiment/index.ts";

/** Ending of files that are being written; whoever owns the folder may remove them at any time. */
export const temporaryEnding = ".part";

/**
 * Write a file so that it has either its old contents or the new ones, even when the machine stops midway.
 *
 * @param path where the file goes; its folder must exist
 * @param pieces contents, piece by piece
 * @throws StoreError when the disk is full, the folder is gone or may not be written
 */
export async function writeAtomically(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}${temporaryEnding}`);
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, "w");
    for (const piece of gathered(pieces)) await file.writeFile(piece);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storeError(error, path);
  }
}

/** Add text to the end of a file and force it to disk. */
export async function appendDurably(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "a");
    try {
      await file.appendFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw storeError(error, path);
  }
}

/**
 * Make a folder with its parents.
 *
 * @throws StoreError when a file is in the way or the place may not be written
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeWithParents(path);
    if (!(await stat(path)).isDirectory()) throw new StoreError("store-not-a-folder", `${path} is no folder`, { path });
  } catch (error) {
    throw storeError(error, path);
  }
}

/** Make folders one by one: where a file system takes none (as /proc), mkdir with parents tries for ever. */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const errno = error instanceof Error && "code" in error ? error.code : "";
    if (errno === "EEXIST") return;
    const above = dirname(path);
    const held = await stat(above).then(
      () => true,
      () => false,
    );
    if (errno !== "ENOENT" || above === path) throw error;
    if (held) {
      const message = `cannot write ${path}: no folder can be made there; choose another folder`;
      throw new StoreError("store-unwritable", message, { path });
    }
    await makeWithParents(above);
    await makeWithParents(path);
  }
}

const reasons: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ENOSPC: ["store-full", "the disk is full; free some space and resume, what is done is kept"],
  EDQUOT: ["store-full", "the disk quota is used up; free some space and resume, what is done is kept"],
  EFBIG: ["store-full", "the file may not grow as large; raise the limit and resume, what is done is kept"],
  EACCES: ["store-unwritable", "no permission to write there; choose another folder"],
  EPERM: ["store-unwritable", "no permission to write there; choose another folder"],
  EROFS: ["store-unwritable", "the file system is read-only; choose another folder"],
  ENOENT: ["store-vanished", "the folder is not there any more"],
  ENOTDIR: ["store-not-a-folder", "a file stands where a folder should be; choose another folder"],
  EEXIST: ["store-not-a-folder", "a file stands where a folder should be; choose another folder"],
};

/** Turn what the file system said into a StoreError; one that is a StoreError already stays. */
export function storeError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const errno = error instanceof Error && "code" in error ? String(error.code) : "";
  const [code, reason] = reasons[errno] ?? ["store-failed", error instanceof Error ? error.message : String(error)];
  return new StoreError(code, `cannot write ${path}: ${reason}`, { path, errno });
}

/** Force a folder's list of names to disk, where the platform can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Join small pieces of text, so that a row is not a system call. */
function* gathered(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      if (text.length < 1_000_000) continue;
    }
    if (text !== "") yield text;
    text = "";
    if (typeof piece !== "string") yield piece;
  }
  if (text !== "") yield text;
}
