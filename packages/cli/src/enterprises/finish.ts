// What a study with data of its own ends in: files by enterprise, and a result that holds nothing about a single one.

import type { StudyResult } from "@tiltak/sim-core";
import { type EnterpriseFilesOptions, writeEnterpriseFiles } from "./enterprise-files.ts";
import { enterpriseResults } from "./enterprise-results.ts";
import type { RunData } from "./programme-data.ts";
import { safeEstimates } from "./register-store.ts";

/** A result that may be told, and the files by enterprise. */
export interface SafeResult {
  readonly result: StudyResult;
  readonly files: readonly string[];
  /** Enterprises by class of VTA revenue before. */
  readonly sizeCounts: ReadonlyMap<string, number>;
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
  const files =
    first === undefined || results.length === 0
      ? []
      : await writeEnterpriseFiles(folder, results, {
          lang,
          first: first.id,
          years: result.estimates.estimates.reduce((most, { time }) => Math.max(most, time), 0),
          ownRegister: run.data.enterprises !== undefined,
          ...(names === undefined ? {} : { names }),
        });
  const sizeCounts = new Map<string, number>();
  for (const { scenario, sizeClass } of results) {
    if (scenario === first?.id) sizeCounts.set(sizeClass, (sizeCounts.get(sizeClass) ?? 0) + 1);
  }
  return { result: { ...result, estimates }, files, sizeCounts };
}
