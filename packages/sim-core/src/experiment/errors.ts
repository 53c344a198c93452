// What can go wrong around a study: a model that cannot be loaded, a worker that cannot be kept alive, a store that cannot keep
// what it is given, a study that was stopped. A replication that fails is none of these: it becomes a row (see observation-block.ts).

import { TiltakError } from "../foundation/errors.ts";

/** Report that a model cannot be loaded from where its reference points; `details` hold `module` and `export`. */
export class ModelLoadError extends TiltakError {}

/** Report that replications cannot be carried out at all, for example because every new worker dies while it starts. */
export class ExecutorError extends TiltakError {}

/** Report that results cannot be kept or found again: full disk, unwritable folder, foreign or damaged contents, a held lock. */
export class StoreError extends TiltakError {}

/** Report that a study was stopped by its AbortSignal; `details.completed` of `details.total` replications are kept in its store. */
export class StudyStoppedError extends TiltakError {}
