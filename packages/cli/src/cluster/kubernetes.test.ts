// The manifest of an Indexed Job against the schema that Kubernetes itself publishes for batch/v1 (as the package kubernetes-models brings it).
import { Job } from "kubernetes-models/batch/v1/Job";
import { describe, expect, it } from "vitest";
import { kubernetesJob } from "./kubernetes.ts";
import type { ShardJob } from "./shard-job.ts";

const job: ShardJob = {
  name: "tiltak-sobol",
  shards: 12,
  command: ["tiltak", "sweep", "run", "/data/design.yaml"],
  folder: "/data/sweep",
  workers: 2,
  memoryMb: 1100,
  minutes: 90,
  restarts: 3,
};
const place = { image: "registry.example/tiltak:1", claim: "shared", mount: "/data" };

type Tree = { [name: string]: Tree } & Tree[] & (string | number);

/** What the schema says to a manifest; undefined when it has nothing to say. */
function verdictOn(manifest: unknown): string | undefined {
  try {
    new Job(manifest as ConstructorParameters<typeof Job>[0]).validate();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe("the manifest of an Indexed Job", () => {
  const { minutes: _, ...endless } = job;
  it.each([
    ["with a limit of time", job],
    ["without one", endless],
    ["of one shard that is never begun again", { ...job, shards: 1, restarts: 0 }],
  ])("%s follows the schema of batch/v1", (_name, one) => {
    expect(verdictOn(kubernetesJob(one, place))).toBeUndefined();
  });

  it.each<[string, (spec: Tree) => void, string]>([
    [
      "a count that is a text",
      (spec) => Object.assign(spec, { completions: "12" }),
      "/spec/completions must be integer",
    ],
    ["no template", (spec) => Reflect.deleteProperty(spec, "template"), "must have required property template"],
    [
      "a container without a name",
      (spec) => delete spec.template?.spec?.containers?.[0]?.name,
      "must have required property name",
    ],
    [
      "a volume without a name",
      (spec) => delete spec.template?.spec?.volumes?.[0]?.name,
      "must have required property name",
    ],
    [
      "a rule for exit codes that names none",
      (spec) => Reflect.deleteProperty(spec.podFailurePolicy?.rules?.[0]?.onExitCodes ?? {}, "values"),
      "must have required property values",
    ],
  ])("would be refused with %s", (_name, spoil, why) => {
    const manifest = structuredClone(kubernetesJob(job, place)) as { spec: Tree };
    spoil(manifest.spec);
    expect(verdictOn(manifest)).toContain(why);
  });
});
