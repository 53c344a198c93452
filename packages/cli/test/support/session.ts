// Several commands in one process, one after the other, each with what it said and its exit code: starting the program anew for each would
// cost most of a test's time.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a command said. */
export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const script = `
const { main } = await import(process.env.TILTAK_MAIN);
const writers = { stdout: process.stdout.write.bind(process.stdout) };
const out = [];
const folders = JSON.parse(process.env.TILTAK_FOLDERS);
for (const [i, args] of JSON.parse(process.env.TILTAK_COMMANDS).entries()) {
  if (folders[i] !== undefined) process.chdir(folders[i]);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) process[name].write = (text) => ((said[name] += text), true);
  const status = await main(args);
  out.push({ status, ...said });
}
writers.stdout(JSON.stringify(out));
`;

/**
 * Run commands of the built program.
 *
 * @param cwd where
 * @param commands what is typed after `tiltak`, a list for each command
 * @param folders where each command is run, when not all are run in one place
 */
export function session(
  cwd: string,
  commands: readonly (readonly string[])[],
  folders: readonly string[] = [],
): readonly Said[] {
  const env = {
    ...process.env,
    TILTAK_MAIN: new URL("../../dist/index.js", import.meta.url).href,
    TILTAK_COMMANDS: JSON.stringify(commands),
    TILTAK_FOLDERS: JSON.stringify(folders),
  };
  // A file, not --eval: worker threads inherit the flags of their process, and take none of that one.
  const folder = mkdtempSync(join(tmpdir(), "tiltak-session-"));
  const file = join(folder, "session.mjs");
  try {
    writeFileSync(file, script);
    return JSON.parse(execFileSync(process.execPath, [file], { cwd, env, encoding: "utf8", maxBuffer: 1 << 28 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
