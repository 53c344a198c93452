// The parameter that a wrong name was meant to be. Ids are a group and a name, such as revenue-loss.share-moved; people leave the group
// out, or remember a word of the name. Nothing here reads files.

import { editDistance, nearestName } from "@tiltak/sim-core";

/** What is known of a name that is no parameter: the one that was meant, or several that it may be. */
export interface MeantParameter {
  readonly nearest?: string;
  /** Candidates between which the name does not decide, at most `mostCandidates`. */
  readonly candidates?: readonly string[];
}

/** Candidates that are shown when a name does not decide. */
const mostCandidates = 5;

/**
 * Find the parameter that a name was meant to be.
 *
 * @param name what was written
 * @param ids what may be written
 * @param preferred ids that are likelier than others: the levers of the chosen scenarios
 * @returns the one that was meant, or the candidates when several are as near; neither when none is
 *
 * Worked example: `share-moved` is `revenue-loss.share-moved`; `share` is `transfer.share` where the scenarios declare it.
 */
export function meantParameter(
  name: string,
  ids: readonly string[],
  preferred: readonly string[] = [],
): MeantParameter {
  const wanted = name.trim().toLowerCase().replaceAll("_", "-");
  if (wanted === "") return {};
  const whole = nearestName(wanted, ids);
  // Who writes a group knows it: the whole id is misspelt.
  if (wanted.includes(".") && whole !== undefined) return { nearest: whole };
  const typo = Math.max(1, Math.floor(wanted.length / 5));
  const looks: readonly ((id: string) => boolean)[] = [
    (id) => id.toLowerCase() === wanted || id.toLowerCase().endsWith(`.${wanted}`),
    (id) => wanted.length >= 4 && editDistance(endingOf(id, wanted), wanted) <= typo,
    (id) => `-${endingOf(id, wanted)}-`.includes(`-${wanted}-`),
    (id) => wanted.length >= 4 && endingOf(wanted, "") !== wanted && endingOf(id, "") === endingOf(wanted, ""),
  ];
  for (const pool of [preferred.filter((id) => ids.includes(id)), ids]) {
    for (const look of looks) {
      const found = pool.filter(look);
      const [one, ...others] = found;
      if (one === undefined) continue;
      return others.length === 0 ? { nearest: one } : { candidates: found.slice(0, mostCandidates) };
    }
  }
  return whole === undefined ? {} : { nearest: whole };
}

/** As many last segments of an id as a name has. */
function endingOf(id: string, name: string): string {
  return id.toLowerCase().split(".").slice(-name.split(".").length).join(".");
}

/**
 * Say which parameter was meant, as a problem carries it.
 *
 * @returns `{ nearest }`, or `{ allowed }` with the candidates, or nothing
 */
export function meantNote(
  name: string,
  ids: readonly string[],
  preferred: readonly string[] = [],
): { readonly nearest?: string; readonly allowed?: string } {
  const { nearest, candidates } = meantParameter(name, ids, preferred);
  if (nearest !== undefined) return { nearest };
  return candidates === undefined ? {} : { allowed: `such as ${candidates.join(", ")}` };
}
