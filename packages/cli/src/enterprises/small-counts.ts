// Small counts of people: from 1 to 4 they are printed as "<5", and so many others are hidden with them that nobody can find them out
// from a total minus the rest (secondary suppression). Knows numbers only, neither enterprises nor estimates.

/** What becomes of a count: shown, small ("<5"), or hidden so that a small one stays so. */
export type Disclosure = "shown" | "small" | "hidden";

/** Counts of people that are small, as they round. */
const least = 1;
const most = 4;

/** Say whether a count, or the mean of a count, is from 1 to 4. */
export function isSmall(count: number): boolean {
  const people = Math.round(count);
  return people >= least && people <= most;
}

/**
 * Decide which counts of one sum may be shown.
 *
 * Whoever knows the sum, the counts that are shown and these rules can bound each hidden one; more are hidden, the smallest first, until the
 * bounds of every small one lie apart.
 *
 * @param counts parts of a sum that is known to the reader, or may be
 * @param already counts that are hidden for other reasons
 * @returns for each count what becomes of it; when nothing is left to hide, the sum itself must not be shown
 *
 * Worked number: of 3, 12, 7 and 20 the first is small and 7 is hidden with it.
 */
export function disclose(
  counts: readonly number[],
  already: ReadonlySet<number> = new Set(),
): { readonly cells: readonly Disclosure[]; readonly sumIsSafe: boolean } {
  const cells = counts.map((count, i): Disclosure => (isSmall(count) ? "small" : already.has(i) ? "hidden" : "shown"));
  const waiting = counts
    .map((count, i) => ({ count, i }))
    .filter(({ count, i }) => cells[i] === "shown" && Math.round(count) > most)
    .sort((a, b) => a.count - b.count || a.i - b.i);
  for (;;) {
    if (isSafe(counts, cells)) return { cells, sumIsSafe: true };
    const next = waiting.shift();
    if (next === undefined) return { cells, sumIsSafe: false };
    cells[next.i] = "hidden";
  }
}

/** Say whether every small count keeps several possible values when the sum and the shown counts are known. */
function isSafe(counts: readonly number[], cells: readonly Disclosure[]): boolean {
  let rest = 0;
  let lows = 0;
  let highs = 0;
  let small = 0;
  let hidden = 0;
  for (const [i, cell] of cells.entries()) {
    if (cell === "shown") continue;
    const people = Math.round(counts[i] ?? 0);
    rest += people;
    if (cell === "small") {
      small += 1;
      lows += least;
      highs += most;
    } else {
      hidden += 1;
      // A reader who knows these rules knows that what is hidden for cover is not small.
      lows += Math.min(most + 1, people);
    }
  }
  if (small === 0) return true;
  const low = Math.max(least, hidden > 0 ? Number.NEGATIVE_INFINITY : rest - (highs - most));
  const high = Math.min(most, rest - (lows - least));
  return high > low;
}
