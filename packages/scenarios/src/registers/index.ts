// Registers of one's own: enterprises and municipalities from CSV or XLSX, checked cell by cell.

import type { EnterpriseRow, MunicipalityRow } from "@tiltak/sim-core/programme";
import { type EnterpriseOptions, parseEnterprises } from "./enterprises.ts";
import { parseMunicipalities } from "./municipalities.ts";
import type { RegisterOptions } from "./read-register.ts";
import type { Register } from "./register.ts";
import { readRegisterBytes } from "./table.ts";

export { type EnterpriseOptions, parseEnterprises } from "./enterprises.ts";
export { parseMunicipalities } from "./municipalities.ts";
export type { MappedColumn, RegisterOptions } from "./read-register.ts";
export type { Register } from "./register.ts";
export type { RegisterLang } from "./texts.ts";
export { type RegisterForm, writeEnterprises, writeMunicipalities } from "./write-register.ts";

/** A register from a file, with the file's SHA-256. */
export type RegisterFile<Row> = Register<Row> & {
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
};

/**
 * Read a register of enterprises from a file.
 *
 * @throws InputError when the file cannot be read or has problems: all of them at once
 */
export async function readEnterprises(path: string, options: EnterpriseOptions): Promise<RegisterFile<EnterpriseRow>> {
  const { bytes, sha256 } = readRegisterBytes(path, options.lang);
  return { ...(await parseEnterprises(bytes, path, options)), sha256 };
}

/**
 * Read a register of municipalities from a file.
 *
 * @throws InputError when the file cannot be read or has problems: all of them at once
 */
export async function readMunicipalities(
  path: string,
  options: RegisterOptions,
): Promise<RegisterFile<MunicipalityRow>> {
  const { bytes, sha256 } = readRegisterBytes(path, options.lang);
  return { ...(await parseMunicipalities(bytes, path, options)), sha256 };
}
