// What one replication hands back: its observations as columns, or the reason why it failed. Plain data with typed arrays, so
// that it crosses from a worker without being copied.

/** What is observed: a measure, and the canonical text of the group it is observed for. */
export interface ObservationKey {
  readonly measure: string;
  /** `canonicalGroup(...)`: JSON with sorted keys, `{}` for the total. */
  readonly group: string;
}

/** Why a replication has no observations. */
export interface ReplicationFailure {
  readonly message: string;
  readonly stack: string;
}

/** The observations of one replication: row i is `keys[keyIndex[i]]` at `time[i]` with `value[i]` (NaN: undefined). */
export interface ObservationBlock {
  /** Position of the scenario in the plan. */
  readonly scenario: number;
  /** Position of the point in the plan; 0 without a design. */
  readonly point: number;
  /** Replication number from 0. */
  readonly replication: number;
  readonly keys: readonly ObservationKey[];
  readonly keyIndex: Int32Array;
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** Present when the replication failed; the columns are then empty. */
  readonly failure?: ReplicationFailure;
}

/** A failed replication as a row: which one, how to repeat it, and why it failed. */
export interface FailedReplication {
  readonly scenario: string;
  /** Position of the point; null without a design. */
  readonly point: number | null;
  readonly replication: number;
  readonly seed: string;
  readonly message: string;
  readonly stack: string;
}

/** Make the block of a replication that failed. */
export function failedBlock(
  task: { readonly scenario: number; readonly point: number; readonly replication: number },
  failure: ReplicationFailure,
): ObservationBlock {
  return {
    scenario: task.scenario,
    point: task.point,
    replication: task.replication,
    keys: [],
    keyIndex: new Int32Array(0),
    time: new Float64Array(0),
    value: new Float64Array(0),
    failure,
  };
}
