// A sharded sweep as a Kubernetes Indexed Job (batch/v1). Written as JSON, which kubectl reads as it reads YAML.

import { finalExitCodes, type ShardJob, taskCommand } from "./shard-job.ts";

/** Where the tasks find their program and their files. */
export interface KubernetesPlace {
  readonly image: string;
  /** Claim of a volume that all pods can write to. */
  readonly claim: string;
  /** Where the volume is mounted: the design file and the folder of the sweep lie below. */
  readonly mount: string;
}

/** Make the manifest of a job. */
export function kubernetesJob(job: ShardJob, { image, claim, mount }: KubernetesPlace): unknown {
  const { name, shards, workers, memoryMb, minutes, restarts } = job;
  const size = { cpu: String(workers), memory: `${memoryMb}Mi` };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      completions: shards,
      parallelism: shards,
      completionMode: "Indexed",
      backoffLimitPerIndex: restarts,
      // What trying again cannot mend ends the shard alone; the others go on.
      podFailurePolicy: {
        rules: [
          {
            action: "FailIndex",
            onExitCodes: {
              containerName: "shard",
              operator: "In",
              values: finalExitCodes.filter((code) => code !== 0),
            },
          },
        ],
      },
      template: {
        spec: {
          restartPolicy: "Never",
          ...(minutes === undefined ? {} : { activeDeadlineSeconds: 60 * minutes }),
          containers: [
            {
              name: "shard",
              image,
              command: ["/bin/sh", "-c", taskCommand(job, "JOB_COMPLETION_INDEX")],
              resources: { requests: size, limits: size },
              volumeMounts: [{ name: "data", mountPath: mount }],
            },
          ],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}
