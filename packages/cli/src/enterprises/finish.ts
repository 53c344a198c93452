// What a study with data of its own ends in: files by enterprise, and a result that holds nothing about a single one.

import { join } from "node:path";
import type { ConcludedStudy, StudyResult } from "@tiltak/sim-core";
import { writeAtomically } from "@tiltak/sim-core/node";
import { resultsBySize, type SizeResult, sizeFindings } from "./by-size.ts";
import { type EnterpriseFilesOptions, writeEnterpriseFiles } from "./enterprise-files.ts";
import { enterpriseResults } from "./enterprise-results.ts";
import type { RunData } from "./programme-data.ts";
import { safeEstimates } from "./register-store.ts";
import { sizeCsv, sizeFileName } from "./size-table.ts";

/** A result that may be told, and the files by enterprise. */
export interface SafeResult {
  readonly result: ConcludedStudy;
  readonly files: readonly string[];
  /** Files with names that an earlier run left and that are gone now. */
  readonly removed: readonly string[];
  /** What happens by size; empty without results by enterprise. */
  readonly bySize: readonly SizeResult[];
}

/**
 * Write the files by enterprise and take single enterprises and small counts out of the result.
 *
 * @param names id and name by pseudonym, when they are to be written
 */
export async function finishRegisters(
  folder: string,
  result: StudyResult,
  run: RunData,
  { lang, names }: Pick<EnterpriseFilesOptions, "lang" | "names">,
): Promise<SafeResult> {
  const { estimates } = safeEstimates(result, run);
  const [first] = result.plan.scenarios;
  const results = run.data.perEnterprise === true ? enterpriseResults(result.estimates, run) : [];
  const { written: files, removed } =
    first === undefined || results.length === 0
      ? { written: [], removed: [] }
      : await writeEnterpriseFiles(folder, results, {
          lang,
          first: first.id,
          years: result.estimates.estimates.reduce((most, { time }) => Math.max(most, time), 0),
          ownRegister: run.data.enterprises !== undefined,
          ...(names === undefined ? {} : { names }),
        });
  const bySize = resultsBySize(result.estimates, results);
  if (bySize.length > 0) {
    await writeAtomically(join(folder, sizeFileName), [sizeCsv(bySize)]);
    await sizeFindings.write(folder, bySize);
  }
  return { result: { ...result, estimates }, files, removed, bySize };
}
