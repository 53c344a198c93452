// The layout of an event record (64 bytes, one cache line, seen as 8 doubles and as 16 integers of 32 bits) and of the clock.
//
// Who needs these constants often copies them into constants of its own module: the compiler folds those, while an imported
// or exported one is read from memory, checked and multiplied at each use, which cost a quarter of the time of an event.

/** Words of 8 bytes in one event record. */
export const recordDoubles = 8;
/** Words of 4 bytes in one event record. */
export const recordInts = 16;

// Offsets of the doubles of a record, the time being at 0.
export const priorityAt = 1;
export const sequenceAt = 2;
export const argumentAt = 3;
// Offsets of the integers (the first eight are the four doubles above).
export const handlerAt = 8;
export const generationAt = 9;

/** Slots fit in 24 bits, so that a handle (generation and slot) is an exact integer in a double. */
export const slotLimit = 16_777_216;

// Cells of the clock array; a typed array, because a number field would be allocated anew at each change.
export const nowCell = 0;
export const sequenceCell = 1;
export const executedCell = 2;
// The time of the event that is being scheduled.
export const dueCell = 3;
// How far the run goes.
export const untilCell = 4;
// Bucket number of a time: (time - rungStart) * rungScale. Below `bottomEnd` it lies in the heap, below `rungEnd` in a bucket.
export const rungStart = 5;
export const rungScale = 6;
export const bottomEnd = 7;
export const rungEnd = 8;
export const clockCells = 9;
