// The column that a misspelt header was meant to be. Stricter than for names elsewhere: a register has columns of its own that are
// none of ours, and they must not be taken for a slip of the pen.

import { editDistance } from "@tiltak/sim-core";
import { type Column, readHeader } from "./headers.ts";

/**
 * Find the column that a header misspells.
 *
 * @param name the header, folded
 * @param missing columns that the file does not have
 * @returns the name that was meant, as it is properly written; undefined when none is near: two edits, and one in every four letters
 *
 * Worked number: `deltakre` is near "Deltakere".
 */
export function nearColumn(name: string, missing: readonly Column[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const { nb, en } of missing) {
    for (const written of [...nb, ...en]) {
      const candidate = readHeader(written).name;
      const distance = editDistance(name, candidate);
      const allowed = Math.min(2, Math.floor(Math.max(name.length, candidate.length) / 4));
      if (distance <= allowed && distance < bestDistance) {
        best = written;
        bestDistance = distance;
      }
    }
  }
  return best;
}
