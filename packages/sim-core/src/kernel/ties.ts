// The tie audit: run a model again with its simultaneous events in other orders, and see which outputs move. An output that
// moves depends on an order that the model has not chosen: give the events priorities, or different times.

/** An order of simultaneous events of equal priority: 0 first-in first-out, 1 last-in first-out, others arbitrary. */
export interface TieOrder {
  readonly permutation: number;
}

/** What became of one output. */
export interface TieFinding {
  readonly output: string;
  /** Its value in the contract's order, first-in first-out. */
  readonly value: number;
  /** Its least and greatest value over all orders. */
  readonly least: number;
  readonly greatest: number;
  /** True when it moved. */
  readonly moved: boolean;
}

/** What a tie audit found. */
export interface TieAudit {
  /** Orders that were run, first-in first-out included. */
  readonly orders: number;
  /** One for each output, in the model's order. */
  readonly findings: readonly TieFinding[];
  /** The outputs that moved. */
  readonly moved: readonly string[];
}

/**
 * Run a model with its simultaneous events in several orders and report which outputs move.
 *
 * @param run builds the model with `new Simulation({ ties })`, runs it, and gives its outputs by name; the same draws each time
 * @param orders how many orders beside first-in first-out: the first is last-in first-out; 8 when left out
 * @returns the findings; NaN counts as moved only when it is not NaN every time
 * @example
 * const audit = auditTies((ties) => {
 *   const simulation = new Simulation({ ties });
 *   // ... build and run the model ...
 *   return { served, meanWait };
 * });
 * audit.moved; // [] when no output depends on the order of ties
 */
export function auditTies(run: (ties: TieOrder) => Readonly<Record<string, number>>, orders = 8): TieAudit {
  const base = run({ permutation: 0 });
  const others: Readonly<Record<string, number>>[] = [];
  for (let permutation = 1; permutation <= orders; permutation++) others.push(run({ permutation }));
  const names = new Set(Object.keys(base));
  for (const outputs of others) for (const name of Object.keys(outputs)) names.add(name);
  const findings = [...names].map((output): TieFinding => {
    const value = base[output] ?? Number.NaN;
    const values = [value, ...others.map((outputs) => outputs[output] ?? Number.NaN)];
    const numbers = values.filter((each) => !Number.isNaN(each));
    const moved = values.some((each) => !Object.is(each, value) && !(each === 0 && value === 0));
    return {
      output,
      value,
      least: numbers.length === 0 ? Number.NaN : Math.min(...numbers),
      greatest: numbers.length === 0 ? Number.NaN : Math.max(...numbers),
      moved,
    };
  });
  return { orders: orders + 1, findings, moved: findings.filter(({ moved }) => moved).map(({ output }) => output) };
}

const behind = 2_097_152; // 2^21

/** How an order maps the sequence of an event to the number it is ordered by; null for first-in first-out. */
export function permutationOf(ties: TieOrder): ((sequence: number) => number) | null {
  const { permutation } = ties;
  if (permutation === 0) return null;
  if (permutation === 1) return (sequence) => -sequence;
  // A well-mixed 32-bit hash in front, the sequence behind it to keep the numbers different; exact in 53 bits.
  const salt = Math.imul(permutation, 0x9e3779b1);
  return (sequence) => {
    let hash = (sequence ^ salt) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash = (hash ^ (hash >>> 16)) >>> 0;
    return hash * behind + (sequence % behind);
  };
}
