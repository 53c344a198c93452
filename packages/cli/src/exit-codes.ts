// What the program's exit codes mean; the one place that knows them.

/** The exit codes of `tiltak`. */
export const exitCodes = {
  done: 0,
  /** A check failed, or more than 1 % of the replications did. */
  checkFailed: 1,
  /** Wrong input, or a missing optional tool. */
  wrongInput: 2,
  /** Stopped with work that can be gone on with. */
  stopped: 3,
  /** Interrupted before anything was kept. */
  interrupted: 130,
  /** A bug in the program. */
  bug: 70,
} as const;

/** The exit codes as the help tells them. */
export const exitCodesText: string = [
  "Exit codes:",
  "  0    done, also with up to 1 % failed replications, or a precision that was not reached: both are said",
  "  1    a check failed, or more than 1 % of the replications",
  "  2    wrong input, or a missing optional tool",
  "  3    stopped with work that can be gone on with",
  "  70   a bug in the program",
  "  130  interrupted before anything was kept",
].join("\n");
