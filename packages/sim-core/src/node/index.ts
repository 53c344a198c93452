// What needs Node: worker threads and the run directory. Everything else of the package runs in a browser too.

export { makeFolder, writeAtomically } from "./atomic-file.ts";
export { codeDigest, digestOf } from "./digest.ts";
export { isAlive, type LockHolder, lockName } from "./lock.ts";
export type { Manifest, ManifestCounts, ManifestNotes } from "./manifest.ts";
export { type MergeResult, mergeRuns } from "./merge-runs.ts";
export { type ParquetColumn, type ParquetReader, readParquet, writeParquet } from "./parquet-file.ts";
export {
  RunDirectory,
  type RunDirectoryOptions,
  readEstimates,
  readManifest,
  studyDigest,
  writeEstimates,
} from "./run-directory.ts";
export {
  type KeptObservation,
  type KeptRow,
  type RowFilter,
  RunReader,
  type RunStatus,
  runStatus,
} from "./run-reader.ts";
export { defaultWorkers, type WorkerPoolOptions, workerPool } from "./worker-pool.ts";
