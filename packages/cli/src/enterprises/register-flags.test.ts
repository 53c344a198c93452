// The flags about registers: what they mean, and what is refused.

import { InputError } from "@tiltak/sim-core";
import { describe, expect, it } from "vitest";
import { loadData } from "./programme-data.ts";
import { readRegisterFlags } from "./register-flags.ts";

describe("flags about registers", () => {
  it("ask for nothing when none is given", async () => {
    const { flags, problems } = readRegisterFlags({}, "en");
    expect(problems).toEqual([]);
    expect(await loadData(flags, "en")).toBeUndefined();
  });

  it("give results by enterprise when asked, and leave it to the register otherwise", () => {
    expect(readRegisterFlags({ enterprises: "a.csv" }, "en").flags.perEnterprise).toBeUndefined();
    expect(readRegisterFlags({ perEnterprise: true }, "en").flags.perEnterprise).toBe(true);
    expect(readRegisterFlags({ enterprises: "a.csv", perEnterprise: false }, "en").flags.perEnterprise).toBe(false);
  });

  it.each([
    [{ impute: true }, "--impute: goes with --enterprises / --municipalities only"],
    [{ showNames: true, municipalities: "m.csv" }, "--show-names: goes with --enterprises only"],
    [{ accountsYear: "2022" }, "--accounts-year: goes with --enterprises only"],
    [{ enterprises: "a.csv", moneyUnit: "kr" }, '--money-unit: is not allowed (found "kr"; allowed: nok or 1000-nok)'],
    [
      { enterprises: "a.csv", accountsYear: "22" },
      '--accounts-year: is not allowed (found "22"; allowed: a calendar year from 2016 to 2035)',
    ],
    [{ registersOf: "" }, '--registers-of: is not allowed (found ""; allowed: the folder of a run)'],
    [{ registersOf: "run", enterprises: "a.csv" }, "--registers-of: cannot go with --enterprises or --municipalities"],
    [{ registersOf: "run", impute: true }, "--impute: goes with --enterprises / --municipalities only"],
    [{ enterprises: "" }, '--enterprises: is not allowed (found ""; allowed: FILE.csv, FILE.xlsx)'],
  ])("are refused when they make no sense: %j", (written, message) => {
    expect(new InputError(readRegisterFlags(written, "en").problems).message).toBe(message);
  });

  it("are refused in Norwegian too", () => {
    expect(new InputError(readRegisterFlags({ impute: true }, "nb").problems).message).toBe(
      "--impute: gjelder bare sammen med --enterprises / --municipalities",
    );
  });

  it("tell the problems of both files at once", async () => {
    const { flags } = readRegisterFlags({ enterprises: "no-e.csv", municipalities: "no-m.csv" }, "en");
    await expect(loadData(flags, "en")).rejects.toThrow(
      /no-m\.csv: there is no such file\nno-e\.csv: there is no such file/,
    );
  });
});
