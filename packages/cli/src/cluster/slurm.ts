// A sharded sweep as a Slurm array job. Slurm itself begins a task again when its node is lost, not when its process is killed: the script
// asks for that, as long as the count of restarts allows.

import { finalExitCodes, type ShardJob, taskCommand } from "./shard-job.ts";

/** Write the batch script of a job. */
export function slurmScript(job: ShardJob): string {
  const { name, shards, folder, workers, memoryMb, minutes, restarts } = job;
  return `${[
    "#!/bin/bash",
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${shards - 1}`,
    "#SBATCH --requeue",
    "#SBATCH --open-mode=append",
    `#SBATCH --output="${folder}/logs/%a.log"`,
    "#SBATCH --ntasks=1",
    `#SBATCH --cpus-per-task=${workers}`,
    `#SBATCH --mem=${memoryMb}M`,
    ...(minutes === undefined ? [] : [`#SBATCH --time=${minutes}`]),
    "",
    "# One task carries out one shard into a folder of its own. A task that comes again goes on from what is kept there.",
    taskCommand(job, "SLURM_ARRAY_TASK_ID"),
    "code=$?",
    `case $code in ${finalExitCodes.join("|")}) exit $code ;; esac`,
    `if [ "\${SLURM_RESTART_COUNT:-0}" -lt ${restarts} ]; then`,
    `  echo "shard $SLURM_ARRAY_TASK_ID ended with $code; asking for it to be begun again" >&2`,
    `  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"`,
    "fi",
    "exit $code",
  ].join("\n")}\n`;
}
