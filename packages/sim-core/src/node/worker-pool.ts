// The executor over worker threads. Each worker holds a short queue, so that it never waits for the next task; the pool hands out no
// more while its taker is behind (back-pressure). A worker that dies or hangs is replaced and its task begun again; after
// `mostAttempts` the task becomes a failed row. Workers live on between two jobs and keep no process alive when idle.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import {
  type Executor,
  ExecutorError,
  failedBlock,
  isModelReference,
  ModelLoadError,
  type ModelReference,
  type ObservationBlock,
  type StudyPlan,
  type Task,
  type Work,
} from "../experiment/index.ts";
import { siblingModule } from "./own-module.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/** How a pool is set up. */
export interface WorkerPoolOptions {
  /** Number of threads; as many as the machine has cores when left out. */
  readonly workers?: number;
  /** Time in which a worker must answer, in seconds; a replication that takes longer counts as hung. 600 when left out. */
  readonly hangAfterSeconds?: number;
  /** How often a task is begun before its replication counts as failed. 3 when left out. */
  readonly mostAttempts?: number;
  /** Most memory of a worker's old generation, in MB; the engine's own limit when left out. */
  readonly memoryMb?: number;
}

/** Number of threads that a pool has when nothing is said: all cores of the machine. */
export function defaultWorkers(): number {
  return availableParallelism();
}

/**
 * Make the executor that runs replications in worker threads.
 *
 * Models must be given as (module URL, export, data): a function does not cross to a thread.
 */
export function workerPool(options: WorkerPoolOptions = {}): Executor & { close(): Promise<void> } {
  return new WorkerPool(options);
}

/** Tasks given to a worker at a time: the one it works on and the next. */
const queueDepth = 2;

/** Time in which a new worker must have loaded the model, in milliseconds, where a replication may take less. */
const startMilliseconds = 60_000;

/** Workers that may die one after the other before they are ready, before the pool gives up. */
const mostFalseStarts = 3;

class WorkerPool implements Executor {
  readonly workers: number;
  readonly #options: Required<Omit<WorkerPoolOptions, "memoryMb">> & Pick<WorkerPoolOptions, "memoryMb">;
  #slots: Slot[] = [];
  #jobs = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.workers = Math.max(1, Math.floor(options.workers ?? defaultWorkers()));
    this.#options = { workers: this.workers, hangAfterSeconds: 600, mostAttempts: 3, ...options };
  }

  async *execute({ model, plan, tasks, signal }: Work): AsyncGenerator<ObservationBlock> {
    if (this.#closed) throw new ExecutorError("pool-closed", "the worker pool is closed already");
    if (!isModelReference(model)) {
      const message = `the model "${model.id}" is an object; a worker thread needs it as { module, export }`;
      throw new ModelLoadError("model-not-a-reference", message, { model: model.id });
    }
    this.#jobs += 1;
    const job = new Job(this.#jobs, model, plan, tasks, this.#options);
    while (this.#slots.length < this.workers) this.#slots.push(new Slot(this.#options));
    const stop = (): void => job.stop();
    signal?.addEventListener("abort", stop);
    const watchdog = setInterval(() => job.replaceHung(this.#slots), job.watchMilliseconds);
    try {
      if (signal?.aborted === true) return;
      for (const slot of this.#slots) slot.begin(job);
      for (;;) {
        for (const slot of this.#slots) job.feed(slot);
        const block = await job.next();
        if (block === undefined) return;
        yield block;
      }
    } finally {
      clearInterval(watchdog);
      signal?.removeEventListener("abort", stop);
      await Promise.all(this.#slots.map((slot) => slot.leave()));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const slots = this.#slots;
    this.#slots = [];
    await Promise.all(slots.map((slot) => slot.terminate()));
  }
}

/** One `execute`: what is still to do, what is done and not yet taken. */
class Job {
  readonly number: number;
  readonly model: ModelReference;
  readonly plan: StudyPlan;
  readonly watchMilliseconds: number;
  #hangMilliseconds: number;
  #mostAttempts: number;
  #tasks: Iterator<Task>;
  #again: Task[] = [];
  #attempts = new Map<Task, number>();
  #exhausted = false;
  #inFlight = 0;
  #finished: ObservationBlock[] = [];
  #most: number;
  #error: Error | undefined;
  #stopped = false;
  #falseStarts = 0;
  #wake: (() => void) | undefined;

  constructor(
    number: number,
    model: ModelReference,
    plan: StudyPlan,
    tasks: Iterable<Task>,
    options: { readonly workers: number; readonly hangAfterSeconds: number; readonly mostAttempts: number },
  ) {
    this.number = number;
    this.model = model;
    this.plan = plan;
    this.#tasks = tasks[Symbol.iterator]();
    this.#hangMilliseconds = options.hangAfterSeconds * 1000;
    this.#mostAttempts = options.mostAttempts;
    this.#most = options.workers * (queueDepth + 2);
    this.watchMilliseconds = Math.max(10, Math.min(1000, this.#hangMilliseconds / 4));
  }

  /** Give a worker tasks until its queue is full, unless the taker is behind. */
  feed(slot: Slot): void {
    while (slot.queue.length < queueDepth && this.#inFlight + this.#finished.length < this.#most && !this.#halted) {
      const task = this.#take();
      if (task === undefined) return;
      this.#inFlight += 1;
      slot.assign(task);
    }
  }

  /** Wait for the next block; undefined when all are out or the job was stopped. */
  async next(): Promise<ObservationBlock | undefined> {
    for (;;) {
      if (this.#error !== undefined) throw this.#error;
      const block = this.#finished.shift();
      if (block !== undefined) return block;
      if (this.#stopped || (this.#inFlight === 0 && this.#exhausted && this.#again.length === 0)) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  finish(slot: Slot, block: ObservationBlock): void {
    this.#falseStarts = 0;
    this.#inFlight -= 1;
    this.#finished.push(block);
    this.feed(slot);
    this.#wake?.();
  }

  /** Take back what a lost worker had; what it worked on is blamed, what it had not begun is not. */
  lose(slot: Slot, why: string): void {
    const [blamed, ...others] = slot.queue.splice(0);
    if (!slot.ready) {
      this.#falseStarts += 1;
      if (blamed !== undefined) others.unshift(blamed);
      if (this.#falseStarts >= mostFalseStarts * Math.max(1, this.#most / (queueDepth + 2))) {
        this.fail(new ExecutorError("worker-start", `worker threads cannot start: ${why}`, { why }));
      }
    } else if (blamed !== undefined) this.#blame(blamed, why);
    this.#inFlight -= others.length;
    this.#again.unshift(...others);
    if (this.#halted) return;
    slot.begin(this);
    this.feed(slot);
    this.#wake?.();
  }

  /** Replace the workers that have answered nothing for too long. */
  replaceHung(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const patience = slot.ready ? this.#hangMilliseconds : Math.max(startMilliseconds, this.#hangMilliseconds);
      if (slot.queue.length === 0 || performance.now() - slot.heard < patience) continue;
      void slot.terminate(`the worker did not answer for ${patience / 1000} seconds`);
    }
  }

  get #halted(): boolean {
    return this.#stopped || this.#error !== undefined;
  }

  #take(): Task | undefined {
    const again = this.#again.shift();
    if (again !== undefined || this.#exhausted) return again;
    const { done, value } = this.#tasks.next();
    if (done === true) this.#exhausted = true;
    return done === true ? undefined : value;
  }

  #blame(task: Task, why: string): void {
    this.#inFlight -= 1;
    const attempts = (this.#attempts.get(task) ?? 0) + 1;
    this.#attempts.set(task, attempts);
    if (attempts < this.#mostAttempts) this.#again.unshift(task);
    else this.#finished.push(failedBlock(task, { message: `given up after ${attempts} attempts: ${why}`, stack: "" }));
  }
}

/** A place for one worker: the thread in it may be replaced. */
class Slot {
  /** Tasks of the worker, the one it works on first. */
  queue: Task[] = [];
  /** Whether the worker has loaded the model of the job. */
  ready = false;
  /** When the worker last said something, on the monotonic clock in milliseconds. */
  heard = 0;
  #worker: Worker | undefined;
  #job: Job | undefined;
  #memoryMb: number | undefined;

  constructor({ memoryMb }: Pick<WorkerPoolOptions, "memoryMb">) {
    this.#memoryMb = memoryMb;
  }

  begin(job: Job): void {
    this.#job = job;
    this.ready = false;
    this.queue = [];
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#heardNow();
    this.#say({ kind: "begin", job: job.number, model: job.model, plan: job.plan });
  }

  assign(task: Task): void {
    if (this.queue.length === 0) this.#heardNow();
    this.queue.push(task);
    if (this.#job !== undefined) this.#say({ kind: "task", job: this.#job.number, task });
  }

  /** Leave the job: an idle worker is kept for the next one, a busy one is ended. */
  async leave(): Promise<void> {
    this.#job = undefined;
    if (this.queue.length > 0 || !this.ready) await this.terminate();
    else this.#worker?.unref();
  }

  /** End the thread; a job that it still worked for takes its tasks back and starts another. */
  async terminate(why?: string): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#lost(worker, why ?? "the worker was ended");
    await worker.terminate();
  }

  #start(): Worker {
    const limits = this.#memoryMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb } };
    const worker = new Worker(siblingModule("worker-main"), limits);
    let why = "";
    worker.on("message", (message: FromWorker) => {
      if (worker === this.#worker) this.#hear(message);
    });
    worker.on("error", (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    worker.on("messageerror", (error) => {
      why = `an unreadable message: ${error.message}`;
      void worker.terminate();
    });
    worker.on("exit", (code) => this.#lost(worker, why === "" ? `the worker ended with code ${code}` : why));
    return worker;
  }

  #hear(message: FromWorker): void {
    const job = this.#job;
    if (job === undefined || message.job !== job.number) return;
    this.#heardNow();
    if (message.kind === "ready") this.ready = true;
    else if (message.kind === "refused") job.fail(new ModelLoadError("model-load", message.message, { ...job.model }));
    else {
      this.queue.shift();
      job.finish(this, message.block);
    }
  }

  #lost(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#job?.lose(this, why);
  }

  #heardNow(): void {
    this.heard = performance.now();
  }

  #say(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}
