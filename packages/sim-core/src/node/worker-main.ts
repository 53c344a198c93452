// The program of a worker thread: load the model that a job names, then answer every task with its block. Columns are transferred,
// not copied. A model that throws gives a failed block; only a thread that dies or hangs is the pool's business.

import { parentPort } from "node:worker_threads";
import { loadModel } from "../experiment/model-reference.ts";
import { describeFailure, replicate } from "../experiment/replicate.ts";
import type { StudyPlan } from "../experiment/study-plan.ts";
import type { Model } from "../kernel/model.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

interface Job {
  readonly number: number;
  readonly plan: StudyPlan;
  readonly model: Promise<Model | undefined>;
}

let job: Job | undefined;

function say(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function begin(message: ToWorker & { readonly kind: "begin" }): Job {
  const model = loadModel(message.model).then(
    (loaded) => {
      say({ kind: "ready", job: message.job });
      return loaded;
    },
    (error: unknown) => {
      say({ kind: "refused", job: message.job, message: describeFailure(error).message });
      return undefined;
    },
  );
  return { number: message.job, plan: message.plan, model };
}

async function carryOut(message: ToWorker & { readonly kind: "task" }): Promise<void> {
  if (job === undefined || job.number !== message.job) return;
  const { plan, number } = job;
  const model = await job.model;
  if (model === undefined) return;
  const block = replicate(model, plan, message.task);
  say({ kind: "block", job: number, block }, [
    block.keyIndex.buffer as ArrayBuffer,
    block.time.buffer as ArrayBuffer,
    block.value.buffer as ArrayBuffer,
  ]);
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "begin") job = begin(message);
  else void carryOut(message);
});
