// Errors of the whole project. One base class with a code; a mistake of the user lists all its problems at once
// (InputError), a mistake of the programmer trips an invariant (InvariantError). Only the command line knows exit codes.

/** Describe one mistake in what a user wrote: where it stands, what stood there, what is allowed. */
export interface Problem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where in the data, as a dotted path such as `parameters.dropout.mean`. */
  readonly path?: string;
  /** What stood there, as text. */
  readonly found?: string;
  /** What may stand there, as text. */
  readonly allowed?: string;
  /** The allowed name that is closest to the one found. */
  readonly nearest?: string;
  /** The mistake as a sentence without a full stop. */
  readonly message: string;
}

/**
 * Carry a code that programs can test and details that people can read.
 *
 * @param code a stable kebab-case word, such as `time-in-the-past`
 * @param message a sentence: what happened, with the value, and what to do
 * @param details the values in the message, as plain data
 */
export class TiltakError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/**
 * Report everything that is wrong with an input, all at once, one line for each problem.
 *
 * @param problems at least one problem
 * @param code a stable kebab-case word; `invalid-input` when left out
 */
export class InputError extends TiltakError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], code = "invalid-input") {
    super(code, problems.map(formatProblem).join("\n"), { problems });
    this.problems = problems;
  }
}

/**
 * Gather problems of wrong input from several readings, so that all of them can be told at once.
 *
 * @param problems the list that they go into
 * @returns what to do with an error: take up the problems of an InputError and give undefined; it throws any other error
 */
export function gathering(problems: Problem[]): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  };
}

/** Report a broken promise inside the program itself: a fault to mend, not an input to correct. */
export class InvariantError extends TiltakError {}

/**
 * Write a problem as one line: `file:line:column: path: message (found x; allowed: y; did you mean "z"?)`.
 *
 * @param problem the problem; parts that are absent are left out
 * @returns one line without a line end
 */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter((part) => part !== undefined)
    .join(":");
  const notes: string[] = [];
  if (problem.found !== undefined) notes.push(`found ${problem.found}`);
  if (problem.allowed !== undefined) notes.push(`allowed: ${problem.allowed}`);
  if (problem.nearest !== undefined) notes.push(`did you mean "${problem.nearest}"?`);
  const tail = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  return [place, problem.path, problem.message + tail].filter((part) => part !== undefined && part !== "").join(": ");
}

/**
 * Throw an InvariantError when a promise of the program does not hold.
 *
 * @param holds the promise
 * @param code a stable kebab-case word
 * @param message a sentence that says what was broken
 * @throws InvariantError when `holds` is false
 */
export function invariant(holds: boolean, code: string, message: string): asserts holds {
  if (!holds) throw new InvariantError(code, message);
}
