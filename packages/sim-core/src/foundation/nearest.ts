// The name that a misspelt one was meant to be: smallest edit distance, with swapped neighbours counted as one edit.

/**
 * Find the candidate closest to a name that was not found.
 *
 * @param name what was written
 * @param candidates what may be written
 * @returns the closest candidate, the first of equals; undefined when none is close (more than a third of the letters differ,
 *   at least two edits being always allowed for names of four letters or more)
 *
 * Worked number: `nearestName("unifrom", ["normal", "uniform"])` is "uniform".
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    const longest = Math.max(wanted.length, candidate.length);
    const allowed = longest < 4 ? 1 : Math.max(2, Math.floor(longest / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Say what a misspelt name was meant to be, as a problem carries it.
 *
 * @param name what was written
 * @param candidates what may be written
 * @returns `{ nearest }` as `nearestName` finds it; nothing when no candidate is close
 */
export function nearestNote(name: string, candidates: readonly string[]): { readonly nearest?: string } {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? {} : { nearest };
}

/**
 * Count the edits (insert, delete, replace, swap neighbours) between two words: the restricted Damerau-Levenshtein distance.
 *
 * @param a a word
 * @param b another word
 * @returns a whole number, 0 for equal words
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
