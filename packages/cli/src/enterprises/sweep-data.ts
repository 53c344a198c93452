// Registers for a sweep: the world of all its points. Results by enterprise are made when asked for, not by themselves: a sweep has many runs.

import { copyFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gathering, InputError, type Problem } from "@tiltak/sim-core";
import type { Lang } from "../commands/texts.ts";
import { type LoadedData, loadData, registersName } from "./programme-data.ts";
import { readRegisterFlags, type WrittenRegisterFlags } from "./register-flags.ts";

/**
 * Load the registers that a sweep is to have, beside something else that reads input.
 *
 * @param other reads the rest of the input
 * @returns what the other gives, and the data; undefined without a register
 * @throws InputError with the problems of both
 */
export async function withRegisters<T>(
  written: WrittenRegisterFlags,
  lang: Lang,
  other: () => Promise<T>,
): Promise<readonly [T, LoadedData | undefined]> {
  const problems: Problem[] = [];
  const gather = gathering(problems);
  const { flags, problems: wrong } = readRegisterFlags(written, lang);
  problems.push(...wrong);
  const result = await other().then((value) => ({ value }), gather);
  const loaded = await loadData({ ...flags, perEnterprise: flags.perEnterprise === true }, lang).catch(gather);
  if (problems.length > 0 || result === undefined) throw new InputError(problems);
  return [result.value, loaded];
}

/** Take the data of the first shard that has any along into the folder of the whole; shards with other data do not merge. */
export async function takeDataAlong(whole: string, shards: readonly string[]): Promise<void> {
  for (const shard of shards) {
    const from = join(shard, registersName);
    const held = await stat(from).then(
      () => true,
      () => false,
    );
    if (!held) continue;
    await copyFile(from, join(whole, registersName));
    return;
  }
}
