// The run directory: a store on disk. Observations go out in chunks that are whole or not there, each with a line in the journal; whatever
// happens in between, opening the directory again finds what is safe and the study redoes the rest. One process at a time.
//
//   manifest.json               what, from what, when, where
//   observations/*.parquet      tidy rows; _journal.jsonl beside them says which replications each chunk holds
//   design.parquet              value of every parameter that varies, in every draw
//   estimates.json, estimates.csv, differences.csv, failures.csv    when the study is done

import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type Cell,
  compareTasks,
  differencesCsvLines,
  type EstimatesFile,
  estimatesCsvLines,
  estimatesLines,
  type FailedTask,
  type ModelIdentity,
  type ModelReference,
  mergeCells,
  type ObservationBlock,
  type ObservationSink,
  type Observations,
  type OrderedBlock,
  planIdentity,
  readBlock,
  Shapes,
  StoreError,
  type StudyPlan,
  type StudyResult,
  type StudyStore,
  type Task,
  taskNumber,
} from "../experiment/index.ts";
import { makeFolder, storeError, temporaryEnding, writeAtomically } from "./atomic-file.ts";
import { designColumns } from "./design-table.ts";
import { codeDigest, digestOf } from "./digest.ts";
import {
  appendEntry,
  type JournalEntry,
  journalName,
  readJournal,
  rewriteJournal,
  taskOfTriple,
  tripleOf,
} from "./journal.ts";
import { Lock, lockName } from "./lock.ts";
import {
  differencesOf,
  digestsOf,
  type Manifest,
  type ManifestNotes,
  machineFacts,
  packageVersion,
} from "./manifest.ts";
import { type ChunkLayout, chunkLayout, encodeChunk, readChunk } from "./observation-chunk.ts";
import { parquetBytes } from "./parquet-file.ts";

/** How a run directory is kept. */
export interface RunDirectoryOptions extends ManifestNotes {
  /** Reference of the model, so that the manifest can hold a digest of its code. */
  readonly model?: ModelReference;
  /** Unit of each measure, kept in every chunk. */
  readonly units?: Readonly<Record<string, string>>;
  /** Unit of the times of observations. */
  readonly timeUnit?: string;
  /** Rows gathered before a chunk is written; 200,000 when left out. */
  readonly rowsPerChunk?: number;
  /** Longest time for which a finished replication stays unwritten, in seconds, as long as others finish; 30 when left out. */
  readonly secondsPerChunk?: number;
  /** Most values of this session that stay in memory as well, so that a small study is not read back; 8 million when left out. */
  readonly mostCachedValues?: number;
  /** Told about damage that was found and will be redone, one sentence each. */
  onRepair?(message: string): void;
}

const manifestName = "manifest.json";
const observationsName = "observations";
const ownNames = new Set([manifestName, observationsName, lockName, `${lockName}.takeover`]);

interface Chunk {
  readonly path: string;
  readonly layout: ChunkLayout;
  /** What was written, as long as all chunks of the session fit in memory. */
  cached?: readonly OrderedBlock[];
}

/** Keep a study in a folder. */
export class RunDirectory implements StudyStore, Observations {
  readonly directory: string;
  #options: RunDirectoryOptions;
  #observations: string;
  #journal: string;
  #lock: Lock | undefined;
  #plan: StudyPlan | undefined;
  #manifest: Manifest | undefined;
  #scenarioNumbers = new Map<string, number>();
  #done = new Set<number>();
  #failures: FailedTask[] = [];
  #entries: JournalEntry[] = [];
  #chunks: Chunk[] = [];
  #nextChunk = 0;
  #shapes = new Shapes();
  #waiting: OrderedBlock[] = [];
  #waitingFailures: FailedTask[] = [];
  #waitingRows = 0;
  #waitingSince = 0;
  #cachedValues = 0;
  #cells: readonly Cell[] = [];
  #merged = 0;

  /**
   * @param directory the folder; made when it is not there
   */
  constructor(directory: string, options: RunDirectoryOptions = {}) {
    this.directory = directory;
    this.#options = options;
    this.#observations = join(directory, observationsName);
    this.#journal = join(this.#observations, journalName);
  }

  async open(plan: StudyPlan, model: ModelIdentity): Promise<void> {
    await this.#refuseForeign();
    await makeFolder(this.#observations);
    this.#lock = await Lock.take(this.directory);
    try {
      const asked = await this.#manifestFor(plan, model);
      const held = await readManifest(this.directory);
      if (held !== undefined) this.#refuseOther(held, asked);
      this.#plan = plan;
      this.#scenarioNumbers = new Map(plan.scenarios.map(({ id }, i) => [id, i]));
      await this.#findChunks(plan);
      this.#manifest = held === undefined ? asked : { ...asked, start: held.start };
      await this.#writeManifest("running", null);
      const design = parquetBytes(designColumns(plan));
      await writeAtomically(join(this.directory, "design.parquet"), [design]);
    } catch (error) {
      await this.#lock.release();
      this.#lock = undefined;
      throw error;
    }
  }

  has(task: Task): boolean {
    return this.#plan !== undefined && this.#done.has(taskNumber(this.#plan, task));
  }

  async put(block: ObservationBlock): Promise<void> {
    if (this.#plan === undefined || this.has(block)) return;
    this.#done.add(taskNumber(this.#plan, block));
    if (this.#waiting.length + this.#waitingFailures.length === 0) this.#waitingSince = performance.now();
    if (block.failure === undefined) {
      const kept = this.#shapes.order(block);
      this.#waiting.push(kept);
      this.#waitingRows += kept.values.length;
    } else {
      const { scenario, point, replication, failure } = block;
      this.#waitingFailures.push({ task: { scenario, point, replication }, failure });
    }
    const seconds = (performance.now() - this.#waitingSince) / 1000;
    const full = this.#waitingRows >= (this.#options.rowsPerChunk ?? 200_000);
    if (full || seconds >= (this.#options.secondsPerChunk ?? 30)) await this.settle();
  }

  async settle(): Promise<void> {
    if (this.#plan === undefined || this.#waiting.length + this.#waitingFailures.length === 0) return;
    await this.#lock?.check();
    const blocks = this.#waiting;
    const failures = this.#waitingFailures;
    const tasks = [...blocks, ...failures.map(({ task }) => task)].sort(compareTasks).map(tripleOf);
    const listed = failures.map(({ task, failure }) => ({ task: tripleOf(task), failure }));
    let entry: JournalEntry = { file: null, bytes: 0, rows: 0, digest: null, tasks, failures: listed };
    let chunk: Chunk | undefined;
    if (this.#waitingRows > 0) {
      const scenarioIds = this.#plan.scenarios.map(({ id }) => id);
      const { bytes, layout } = encodeChunk(blocks, { ...this.#options, scenarioIds });
      const file = `part-${String(this.#nextChunk).padStart(6, "0")}.parquet`;
      const path = join(this.#observations, file);
      await writeAtomically(path, [bytes]);
      const rows = layout.starts[layout.cells.length];
      entry = { ...entry, file, bytes: bytes.byteLength, rows, digest: digestOf(bytes) };
      chunk = { path, layout };
      this.#nextChunk += 1;
    }
    await appendEntry(this.#journal, entry);
    this.#entries.push(entry);
    if (chunk !== undefined) {
      this.#chunks.push(chunk);
      this.#cache(chunk, blocks, entry.rows);
    }
    this.#failures.push(...failures);
    this.#waiting = [];
    this.#waitingFailures = [];
    this.#waitingRows = 0;
  }

  failures(): readonly FailedTask[] {
    return [...this.#failures, ...this.#waitingFailures].sort((a, b) => compareTasks(a.task, b.task));
  }

  async cells(): Promise<readonly Cell[]> {
    if (this.#merged < this.#chunks.length) {
      const added = this.#chunks.slice(this.#merged).map(({ layout }) => layout.cells);
      this.#cells = mergeCells([this.#cells, ...added]);
      this.#merged = this.#chunks.length;
    }
    return this.#cells;
  }

  async read(from: number, to: number, sink: ObservationSink): Promise<void> {
    const wanted = (await this.cells()).slice(from, to);
    for (const { path, layout, cached } of this.#chunks) {
      if (cached !== undefined) {
        for (const block of cached) readBlock(block, wanted, sink);
        continue;
      }
      try {
        await readChunk(path, layout, wanted, this.#scenarioNumbers, sink);
      } catch (error) {
        const message = `${path} can no longer be read; resume to redo what it held (${String(error)})`;
        throw new StoreError("store-unreadable", message, { path });
      }
    }
  }

  async conclude(result: StudyResult): Promise<void> {
    await this.#lock?.check();
    await writeEstimates(this.directory, result.estimates);
    const failures = join(this.directory, "failures.csv");
    if (result.failures.length > 0) await writeAtomically(failures, failureLines(result));
    else await rm(failures, { force: true });
    if (this.#manifest !== undefined) {
      this.#manifest = {
        ...this.#manifest,
        replications: result.plan.replications,
        precision: result.precision ?? null,
      };
    }
    await this.#writeManifest("done", new Date().toISOString());
  }

  async close(): Promise<void> {
    if (this.#lock === undefined) return;
    try {
      if (this.#manifest?.status === "running") await this.#writeManifest("stopped", new Date().toISOString());
    } catch {
      // The error that stopped the study is the one to be told; the manifest then stays as it was.
    } finally {
      await this.#lock.release();
      this.#lock = undefined;
    }
  }

  /** Keep a chunk in memory too; once the chunks of the session do not fit, none is kept, so that memory stays flat. */
  #cache(chunk: Chunk, blocks: readonly OrderedBlock[], rows: number): void {
    const most = this.#options.mostCachedValues ?? 8_000_000;
    if (this.#cachedValues <= most) {
      this.#cachedValues += rows;
      chunk.cached = blocks;
    }
    if (this.#cachedValues > most) for (const held of this.#chunks) delete held.cached;
  }

  /** Nothing is written into a folder that holds something else. */
  async #refuseForeign(): Promise<void> {
    let names: string[];
    try {
      names = await readdir(this.directory);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      throw storeError(error, this.directory);
    }
    if (names.includes(manifestName)) return;
    const foreign = names.filter((name) => !ownNames.has(name) && !name.endsWith(temporaryEnding));
    if (foreign.length === 0) return;
    const message = `${this.directory} holds something else (${foreign[0]}) and no run; choose a new folder`;
    throw new StoreError("store-foreign", message, { directory: this.directory, found: foreign.slice(0, 10) });
  }

  #refuseOther(held: Manifest, asked: Manifest): void {
    const differences = differencesOf(held, asked, true);
    if (differences.length === 0) return;
    const message = [`${this.directory} holds another study:`, ...differences, "choose another folder"].join("\n  ");
    throw new StoreError("store-other-study", message, { directory: this.directory, differences });
  }

  async #manifestFor(plan: StudyPlan, model: ModelIdentity): Promise<Manifest> {
    const { versions, inputs, parameters, commandLine, more } = this.#options;
    const code = this.#options.model === undefined ? null : ((await codeDigest(this.#options.model.module)) ?? null);
    return {
      schema: "tiltak.run/1",
      status: "running",
      seed: plan.seed,
      replications: plan.replications,
      precision: null,
      model: { ...model, code },
      versions: {
        "@tiltak/sim-core": packageVersion(),
        node: process.versions.node,
        v8: process.versions.v8,
        ...versions,
      },
      digests: digestsOf(plan, planIdentity(plan), model, code, inputs ?? {}),
      start: new Date().toISOString(),
      end: null,
      commandLine: commandLine ?? [],
      machine: machineFacts(),
      counts: { replications: 0, failed: 0, chunks: 0, rows: 0, bytes: 0 },
      plan,
      parameters: parameters ?? null,
      more: more ?? {},
    };
  }

  async #writeManifest(status: Manifest["status"], end: string | null): Promise<void> {
    if (this.#manifest === undefined) return;
    const counts = {
      replications: this.#entries.reduce((sum, { tasks }) => sum + tasks.length, 0),
      failed: this.#failures.length,
      chunks: this.#chunks.length,
      rows: this.#entries.reduce((sum, { rows }) => sum + rows, 0),
      bytes: this.#entries.reduce((sum, { bytes }) => sum + bytes, 0),
    };
    this.#manifest = { ...this.#manifest, status, end, counts };
    await writeAtomically(join(this.directory, manifestName), [`${JSON.stringify(this.#manifest, null, 1)}\n`]);
  }

  /** Take up what is safe; what is torn, altered or unknown goes away and is redone. */
  async #findChunks(plan: StudyPlan): Promise<void> {
    const { entries, damaged } = await readJournal(this.#journal);
    let dropped = damaged > 0;
    if (damaged > 0)
      this.#options.onRepair?.(`${damaged} damaged line(s) in the journal: their replications are redone`);
    let known: readonly Cell[] = [];
    for (const entry of entries) {
      const layout = await this.#layoutOf(entry, known);
      const twice = entry.tasks.some((task) => this.#done.has(taskNumber(plan, taskOfTriple(task))));
      if (layout === undefined || twice) {
        dropped = true;
        this.#options.onRepair?.(
          `${entry.file} is missing or damaged: its ${entry.tasks.length} replications are redone`,
        );
        continue;
      }
      this.#entries.push(entry);
      for (const task of entry.tasks) this.#done.add(taskNumber(plan, taskOfTriple(task)));
      for (const { task, failure } of entry.failures) this.#failures.push({ task: taskOfTriple(task), failure });
      if (entry.file === null) continue;
      this.#chunks.push({ path: join(this.#observations, entry.file), layout });
      known = layout.cells;
    }
    if (dropped) await rewriteJournal(this.#journal, this.#entries);
    await this.#clearAway();
  }

  async #layoutOf(entry: JournalEntry, known: readonly Cell[]): Promise<ChunkLayout | undefined> {
    if (entry.file === null) return { cells: [], starts: Int32Array.of(0) };
    const path = join(this.#observations, entry.file);
    try {
      if ((await stat(path)).size !== entry.bytes) return undefined;
      if (digestOf(await readFile(path)) !== entry.digest) return undefined;
      return await chunkLayout(path, known);
    } catch {
      return undefined;
    }
  }

  /** Remove files that no line of the journal vouches for, and number new chunks above all that were ever there. */
  async #clearAway(): Promise<void> {
    const kept = new Set(this.#entries.map(({ file }) => file));
    for (const name of await readdir(this.#observations)) {
      const number = /^part-(\d+)\.parquet$/.exec(name)?.[1];
      if (number !== undefined) this.#nextChunk = Math.max(this.#nextChunk, Number(number) + 1);
      const orphan = number !== undefined && !kept.has(name);
      if (orphan || name.endsWith(temporaryEnding)) await rm(join(this.#observations, name), { force: true });
    }
    for (const name of await readdir(this.directory)) {
      if (name.endsWith(temporaryEnding)) await rm(join(this.directory, name), { force: true });
    }
  }
}

/**
 * Read the manifest of a run directory.
 *
 * @returns undefined when there is none
 * @throws StoreError when it cannot be read or is no manifest
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const path = join(directory, manifestName);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const errno = error instanceof Error && "code" in error ? error.code : "";
    if (errno === "ENOENT" || errno === "ENOTDIR") return undefined;
    throw new StoreError("store-unreadable", `cannot read ${path}: ${String(error)}`, { path });
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.schema === "tiltak.run/1") return manifest;
  } catch {
    // Falls through to the one message for whatever is not a manifest.
  }
  throw new StoreError("store-damaged-manifest", `${path} is no manifest of a run, or is damaged`, { path });
}

/**
 * Read the estimates of a run directory.
 *
 * @throws StoreError when there are none: the study is not done yet
 */
export async function readEstimates(directory: string): Promise<EstimatesFile> {
  const path = join(directory, "estimates.json");
  try {
    return JSON.parse(await readFile(path, "utf8")) as EstimatesFile;
  } catch (error) {
    throw new StoreError("store-no-estimates", `${path} cannot be read; is the study done? (${String(error)})`, {
      path,
    });
  }
}

/** Write estimates.json, estimates.csv and differences.csv into a folder, each in one step. */
export async function writeEstimates(directory: string, estimates: EstimatesFile): Promise<void> {
  // While the disk takes one, the text of the next is made. All are over before a refusal is told: nothing goes on behind it.
  const written = await Promise.allSettled([
    writeAtomically(join(directory, "estimates.csv"), estimatesCsvLines(estimates)),
    writeAtomically(join(directory, "differences.csv"), differencesCsvLines(estimates)),
    writeAtomically(join(directory, "estimates.json"), estimatesLines(estimates)),
  ]);
  for (const outcome of written) if (outcome.status === "rejected") throw outcome.reason;
}

function* failureLines({ failures }: StudyResult): Generator<string> {
  yield "scenario,point,replication,seed,message,stack\n";
  for (const { scenario, point, replication, seed, message, stack } of failures) {
    const fields = [scenario, point ?? "", replication, seed, message, stack];
    yield `${fields.map((field) => `"${String(field).replaceAll('"', '""')}"`).join(",")}\n`;
  }
}

/** Digest that names a study: the same for the same plan, model code and inputs. */
export async function studyDigest(
  plan: StudyPlan,
  model: ModelIdentity,
  reference?: ModelReference,
  inputs: Readonly<Record<string, string>> = {},
): Promise<string> {
  const code = reference === undefined ? null : ((await codeDigest(reference.module)) ?? null);
  return digestsOf(plan, planIdentity(plan), model, code, inputs).study;
}
