// tiltak check with registers: read them as a run would, show what each column is taken for and the control totals, and simulate nothing.

import { InputError } from "@tiltak/sim-core";
import type { Terminal } from "../terminal.ts";
import { loadData } from "./programme-data.ts";
import { readRegisterFlags, type WrittenRegisterFlags } from "./register-flags.ts";
import { sayOf } from "./texts.ts";

/**
 * Check the registers that the flags name.
 *
 * @returns whether there were any
 * @throws InputError with every problem of flags and files
 */
export async function checkRegisters(written: WrittenRegisterFlags, terminal: Terminal): Promise<boolean> {
  const { lang } = terminal;
  const { flags, problems } = readRegisterFlags(written, lang);
  if (problems.length > 0) throw new InputError(problems);
  if (flags.enterprises === undefined && flags.municipalities === undefined) return false;
  const loaded = await loadData(flags, lang);
  for (const note of loaded?.notes ?? []) terminal.print(note);
  terminal.print(sayOf(lang, (loaded?.doubts ?? 0) > 0 ? "registersDoubted" : "registersInOrder"));
  return true;
}
