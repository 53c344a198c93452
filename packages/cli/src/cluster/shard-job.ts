// A sweep on a cluster as plain data: so many tasks, each with one shard, each in its own folder, begun again when it is lost. What every batch
// system needs to know stands here once; slurm.ts and kubernetes.ts write it down in their words.

import { shellLine } from "../shell-words.ts";

/** An array of tasks; task i carries out shard i of `shards`. */
export interface ShardJob {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  readonly shards: number;
  /** Program and arguments of a task, up to `--shard` and `--out`. */
  readonly command: readonly string[];
  /** Folder of the whole, absolute; shards lie under `shards/`, logs under `logs/`. */
  readonly folder: string;
  readonly workers: number;
  readonly memoryMb: number;
  /** Most minutes of one task; no limit when left out. */
  readonly minutes?: number;
  /** How often a task that is lost is begun again. */
  readonly restarts: number;
}

/** Exit codes after which a task is not begun again: done, too many failures, wrong input. Whatever else comes, the shard goes on from where it was. */
export const finalExitCodes: readonly number[] = [0, 1, 2];

/** Write the command of a task for a shell in which `variable` holds the number of the task. */
export function taskCommand({ command, folder, shards }: ShardJob, variable: string): string {
  const digits = String(shards - 1).length;
  return [
    `index="$(printf '%0${digits}d' "$${variable}")"`,
    `${shellLine(command)} --shard "$${variable}/${shards}" --out ${shellLine([`${folder}/shards`])}/"$index-of-${shards}"`,
  ].join("\n");
}
