// tiltak archive: a run as one .tar.gz that a third party can carry out again to the same bits. The manifest holds the whole plan, so the bundle is
// small: rows go along only when asked. The same run gives the same bytes of archive, whenever it is made.

import { createWriteStream } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { InputError } from "@tiltak/sim-core";
import { digestOf, runStatus } from "@tiltak/sim-core/node";
import { registersName } from "../enterprises/programme-data.ts";
import { sayOf } from "../enterprises/texts.ts";
import { makeParent } from "../run-study.ts";
import type { Terminal } from "../terminal.ts";
import { needManifest } from "./sweep.ts";

const small = ["manifest.json", "design.parquet", "estimates.json", "failures.csv"];

/**
 * Write a run into an archive.
 *
 * @param folder a finished run directory
 * @param file the archive, ending in .tar.gz
 * @param along what goes along beside the plan and its estimates: observations, and the register of the run
 * @throws InputError when the run is not finished, or the file has another ending
 */
export async function archive(
  folder: string,
  file: string,
  along: { readonly rows: boolean; readonly registers: boolean },
  terminal: Terminal,
): Promise<void> {
  if (!/\.(tar\.gz|tgz)$/.test(file)) {
    throw new InputError([{ path: file, message: "has another ending", allowed: ".tar.gz" }]);
  }
  const manifest = await needManifest(folder);
  const { state, done, total } = await runStatus(folder);
  if (state !== "done") {
    const message = `is not finished (${done} of ${total} runs); tiltak resume finishes it`;
    throw new InputError([{ path: folder, message }], "unfinished-run");
  }
  const held = await readdir(folder);
  const names = small.filter((name) => held.includes(name));
  const register = held.includes(registersName);
  if (register && along.registers) names.push(registersName);
  if (along.rows) {
    const parts = await readdir(join(folder, "observations"));
    names.push(...parts.sort().map((name) => `observations/${name}`));
  }
  const top = basename(file).replace(/\.(tar\.gz|tgz)$/, "");
  const digests: Record<string, string> = {};
  for (const name of names) digests[name] = digestOf(await readFile(join(folder, name)));
  const { versions, model, seed } = manifest;
  const howTo = "tiltak resume FOLDER carries the run out again; its estimates.json then has the digest below";
  const note = `${JSON.stringify({ schema: "tiltak.archive/1", howTo, seed, model, versions, digests }, null, 1)}\n`;
  const entries = async function* (): AsyncGenerator<Buffer> {
    yield* tarEntry(`${top}/archive.json`, Buffer.from(note));
    for (const name of names) yield* tarEntry(`${top}/${name}`, await readFile(join(folder, name)));
    yield Buffer.alloc(1024);
  };
  const target = resolve(file);
  await makeParent(target);
  const draft = `${target}.part`;
  try {
    await pipeline(Readable.from(entries()), createGzip({ level: 9 }), createWriteStream(draft));
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
  terminal.print(file);
  if (register) terminal.note(sayOf(terminal.lang, along.registers ? "archivedWith" : "archivedWithout"));
}

/** Write one file as a member of a POSIX ustar archive, with no owner and no time: headers of 512 bytes, contents padded to 512. */
function* tarEntry(name: string, contents: Buffer): Generator<Buffer> {
  const header = Buffer.alloc(512);
  if (Buffer.byteLength(name) > 100)
    throw new InputError([{ message: "is too long a name for an archive", found: name }]);
  const octal = (value: number, at: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, "0"), at, "ascii");
  };
  header.write(name, 0, "utf8");
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(contents.length, 124, 12);
  octal(0, 136, 12);
  header.fill(" ", 148, 156);
  header.write("0", 156, "ascii");
  header.write("ustar\u000000", 257, "ascii");
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  header[154] = 0;
  yield header;
  yield contents;
  yield Buffer.alloc((512 - (contents.length % 512)) % 512);
}
