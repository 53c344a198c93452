// What a report says of registers: which files, what was imputed, what is hidden, in both languages.

import { describe, expect, it } from "vitest";
import { registerAccount, registerNeeds } from "./register-account.ts";

const sha256 = "0123456789abcdef".repeat(4);
const enterprises = { file: "bedrifter.csv", sha256, rows: 1234, imputed: 0 };
const municipalities = { file: "kommuner.xlsx", sha256, rows: 48, imputed: 0 };

describe("what a report says of registers", () => {
  it("is nothing without any", () => {
    expect(registerAccount({}, "nb")).toEqual([]);
    expect(registerNeeds({}, "en")).toEqual([]);
  });

  it("names file, rows and what was imputed, field by field", () => {
    const source = { ...enterprises, imputed: 13, imputedFields: { salesNok: 1, stateSubsidyNok: 3, aftNok: 9 } };
    const [nb, scaled, small, ...rest] = registerAccount({ enterprises: source }, "nb");
    expect(nb).toBe(
      "Bedriftene er fra et eget register, «bedrifter.csv» (1\u00a0234 rader), ikke fra det syntetiske. 13 verdier manglet og er beregnet etter fordelingene i det syntetiske registeret: salg (1), statlig tilskudd (3), AFT (9). Slike verdier har ingen spredning, så intervallene er for smale der.",
    );
    expect(scaled).toContain("etter antallet deltakere");
    expect(small).toContain("Antall personer fra 1 til 4 vises ikke");
    expect(rest).toEqual([]);
    expect(registerAccount({ enterprises: source }, "en")[0]).toContain(
      "imputed by the law of the synthetic register: sales (1), state subsidy (3), AFT (9).",
    );
    // A run of an earlier version kept the number only.
    expect(registerAccount({ enterprises: { ...enterprises, imputed: 13 } }, "en")[0]).toContain(
      "13 values were missing and are imputed by the law of the synthetic register. Such",
    );
  });

  it("says of both registers what they are, and by which one the country is scaled", () => {
    const [first, second, scaled] = registerAccount({ municipalities, enterprises }, "en");
    expect(first).toContain("“bedrifter.csv” (1,234 rows), not from the synthetic one. No values are imputed.");
    expect(second).toContain("“kommuner.xlsx” (48 rows), not from the synthetic map.");
    expect(scaled).toContain("scaled by its inhabitants");
  });

  it("names each file that the command needs, by its digest", () => {
    const [a, b, same] = registerNeeds({ enterprises, municipalities }, "nb");
    expect(a).toBe(`Kommandoen trenger registeret «bedrifter.csv» (SHA-256 ${sha256}).`);
    expect(b).toContain("«kommuner.xlsx»");
    expect(same).toContain("De samme radene gir de samme tallene");
  });
});
