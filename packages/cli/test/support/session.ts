// The built program, started once for many commands, each with what it said and its exit code: to start it anew for each, and to warm it up,
// would cost most of a test's time.

import { type ChildProcess, fork } from "node:child_process";
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
process.on("message", async ({ commands, folders }) => {
  const out = [];
  for (const [i, args] of commands.entries()) {
    if (folders[i] !== undefined) process.chdir(folders[i]);
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) process[name].write = (text) => ((said[name] += text), true);
    const status = await main(args);
    out.push({ status, ...said });
  }
  process.send(out);
});
`;

/** A process of the built program that carries out commands until it is ended. */
export class Session {
  readonly #cwd: string;
  #child: ChildProcess | undefined;

  /** @param cwd where commands are run; the process itself begins with the first of them */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /**
   * Run commands, one after the other.
   *
   * @param commands what is typed after `tiltak`, a list for each command
   * @param folders where each command is run, when not all are run in one place
   */
  run(commands: readonly (readonly string[])[], folders: readonly string[] = []): Promise<readonly Said[]> {
    this.#child ??= this.#begin();
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const leave = (code: number | null): void => {
        reject(new Error(`the program ended with ${code} during ${JSON.stringify(commands)}`));
      };
      child.once("exit", leave);
      child.once("message", (said) => {
        child.off("exit", leave);
        resolve(said as readonly Said[]);
      });
      child.send({ commands, folders });
    });
  }

  /** End the process. */
  end(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  #begin(): ChildProcess {
    // A file, not --eval: worker threads inherit the flags of their process, and take none of that one.
    const folder = mkdtempSync(join(tmpdir(), "tiltak-session-"));
    const file = join(folder, "session.mjs");
    writeFileSync(file, script);
    const env = { ...process.env, TILTAK_MAIN: new URL("../../dist/index.js", import.meta.url).href };
    const child = fork(file, { cwd: this.#cwd, env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.once("exit", () => {
      this.#child = undefined;
      rmSync(folder, { recursive: true });
    });
    return child;
  }
}
