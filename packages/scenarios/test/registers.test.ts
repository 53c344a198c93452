// Registers of one's own: what is read, and the gallery of what is refused, each with the very words that a user reads.

import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import {
  parseEnterprises,
  parseMunicipalities,
  type RegisterOptions,
  readEnterprises,
  writeEnterprises,
} from "@tiltak/scenarios";
import { InputError } from "@tiltak/sim-core";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";

const head =
  "Id;Navn;Deltakere;Statlig tilskudd (kr);Kommunalt tilskudd (kr);Salg (kr);Andre inntekter (kr);AFT (kr);År";
const good = "A;Bedrift A;20;3400000;1200000;2000000;100000;0;2022";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const en: RegisterOptions = { lang: "en" };
const nb: RegisterOptions = { lang: "nb" };

async function enterprises(text: string | Uint8Array, options: Parameters<typeof parseEnterprises>[2] = en) {
  return parseEnterprises(typeof text === "string" ? bytesOf(text) : text, "r.csv", options);
}

/** What a register is refused with, one line for each problem. */
async function refusal(
  text: string | Uint8Array,
  options: Parameters<typeof parseEnterprises>[2] = en,
): Promise<string> {
  try {
    await enterprises(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error("the register was taken");
}

/** The good row with one of its cells changed. */
function rowWith(column: number, value: string): string {
  const cells = good.split(";");
  cells[column - 1] = value;
  return `${head}\n${cells.join(";")}\n`;
}

describe("a register of enterprises is read", () => {
  it("from the simplest file, amounts in kroner", async () => {
    const { rows, imputed } = await enterprises(`${head}\n${good}\n`);
    expect(rows).toEqual([
      {
        id: "A",
        name: "Bedrift A",
        participants: 20,
        stateSubsidyNok: 3_400_000,
        municipalSubsidyNok: 1_200_000,
        salesNok: 2_000_000,
        otherNok: 100_000,
        aftNok: 0,
        accountsYear: 2022,
      },
    ]);
    expect(imputed.size).toBe(0);
  });

  it("whatever the case, blanks and diacritics of its headers, in either language, in any order", async () => {
    const text = [
      "  ACCOUNTS   year\tØvrige_inntekter [NOK]\tSALES (1 000 NOK)\tAntall VTA-deltakere\torg.nr.\tKommunetilskudd (tkr)\tstateSubsidyNok\tAft i hele kroner",
      "2021\t5\t1,5\t7\t974 760 673\t2\t1000000\t12",
    ].join("\r\n");
    expect((await enterprises(text)).rows).toEqual([
      {
        id: "974760673",
        participants: 7,
        stateSubsidyNok: 1_000_000,
        municipalSubsidyNok: 2000,
        salesNok: 1500,
        otherNok: 5,
        aftNok: 12,
        accountsYear: 2021,
      },
    ]);
  });

  it("in Latin-1 and with a byte order mark, and says so", async () => {
    const text = `${head}\n${good.replace("Bedrift A", "Blåbær Øst")}\n`;
    const latin = await enterprises(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    const marked = await enterprises(`\ufeff${text}`);
    expect([latin.rows[0]?.name, marked.rows[0]?.name]).toEqual(["Blåbær Øst", "Blåbær Øst"]);
    expect(latin.notes[0]).toBe("r.csv: 1 rows, CSV with semicolons between columns, Latin-1, decimal mark not used");
    expect(marked.notes[0]).toContain("UTF-8");
  });

  it("with a first line that tells a spreadsheet the separator, lines counted with it", async () => {
    const text = `\ufeffsep=;\r\n${head}\r\n${good}\r\n`;
    expect((await enterprises(text)).rows).toHaveLength(1);
    expect(await refusal(text.replace(";20;", ";x;"))).toContain("r.csv:3:3: Deltakere: is no number");
  });

  it("with quoted cells that hold separators, quotes and line breaks, and lines counted through them", async () => {
    const text = `${head}\r\n"A";"Bedrift ""A"";\r\nAS";20;3400000;1200000;2000000;100000;0;2022\r\n${good.replace("A;", "B;").replace(";20;", ";x;")}\r\n`;
    expect(await refusal(text)).toContain("r.csv:4:3: Deltakere: is no number");
    const { rows } = await enterprises(text.replace(";x;", ";8;"));
    expect(rows[0]?.name).toBe('Bedrift "A"; AS');
  });

  it("with thousands in groups and a decimal comma, in 1,000 kroner, without a rounding of its own", async () => {
    const text = `${head.replace("Salg (kr)", "Salg (1000 kr)")}\n${good.replace("2000000", "1\u00a0234,567")}\n${good.replace("A;", "B;").replace("2000000", "0,29")}\n`;
    const { rows } = await enterprises(text);
    expect(rows.map(({ salesNok }) => salesNok)).toEqual([1_234_567, 290]);
  });

  it("with one year in the headers of its amounts, or one from a flag", async () => {
    const bare = `${head.replace(";År", "")}\n${good.replace(";2022", "")}\n`;
    const flagged = await enterprises(bare, { ...en, accountsYear: 2021 });
    expect(flagged.rows[0]?.accountsYear).toBe(2021);
    expect(flagged.notes.join("\n")).toContain("(missing) -> Accounts year: 2021 (from --accounts-year)");
    const inHeader = await enterprises(bare.replace("Salg (kr)", "Salg 2020 (kr)"));
    expect(inHeader.rows[0]?.accountsYear).toBe(2020);
    const some = await enterprises(`${head}\n${good}\n${good.replace("A;", "B;").replace(";2022", ";")}\n`, {
      ...en,
      accountsYear: 2021,
    });
    expect(some.rows.map(({ accountsYear }) => accountsYear)).toEqual([2022, 2021]);
    expect(some.notes).toContain("  År -> Accounts year; 1 empty cells: 2021 (from --accounts-year)");
    const none = await enterprises(`${head}\n${good}\n`, { ...en, accountsYear: 2021 });
    expect(none.notes).toContain("  År -> Accounts year; --accounts-year is not used");
  });

  it("taking the exact name where an id or a name has two, and saying what is not read", async () => {
    const text = `${head};Organisasjonsnummer;Kommentar\n${good};974760673;nei\n`;
    const { rows, notes } = await enterprises(text);
    expect(rows[0]?.id).toBe("974760673");
    expect(notes).toContain("  Id -> not read");
    expect(notes).toContain("  Kommentar -> not read");
  });

  it("with negative equity and result, and control totals", async () => {
    const { rows, notes } = await enterprises(`${head};Egenkapital (kr);Resultat (kr)\n${good};-5;−7\n`, nb);
    expect(rows[0]).toMatchObject({ equityNok: -5, resultNok: -7 });
    expect(notes.slice(-4)).toEqual([
      "Kontrollsum: 20 deltakere i 1 virksomheter (landet: 9\u00a0400 i 335)",
      "Kontrollsum: statlig tilskudd 3,4 mill. kr (landet i 2022: 1,46–1,68 milliarder kroner)",
      "Kontrollsum: kommunalt tilskudd 1,2 mill. kr, salg 2 mill. kr, andre inntekter 0,1 mill. kr, AFT 0 mill. kr",
      "Registeret regnes som hele landet: ventelister, vekst og plasser i ordinære virksomheter skaleres til 0,2 % av landets.",
    ]);
  });

  it("with no control total of people that is a small count", async () => {
    const { notes } = await enterprises(rowWith(3, "3"));
    expect(notes.join("\n")).toContain("Control total: <5 participants in 1 enterprises");
    expect(notes.at(-1)).toContain("are scaled to <0.1 % of");
  });

  it("whose rows come out sorted by id", async () => {
    const { rows } = await enterprises(
      `${head}\n${["C", "A", "B"].map((id) => good.replace("A;", `${id};`)).join("\n")}\n`,
    );
    expect(rows.map(({ id }) => id)).toEqual(["A", "B", "C"]);
  });
});

describe("a row that hardly can be right", () => {
  const rows = (sales: readonly number[]): string =>
    `${head}\n${sales.map((nok, i) => good.replace("A;", `A${i};`).replace("2000000", String(nok))).join("\n")}\n`;

  it("is taken, and told of with its line and column", async () => {
    const { rows: taken, notes, doubts } = await enterprises(rows([1_900_000, 233_800_000, 2_000_000, 2_100_000]), nb);
    expect(taken).toHaveLength(4);
    expect(doubts).toEqual([
      "r.csv:3:6: Salg (kr): salget per deltaker er 114 ganger medianen i registeret; se etter om tallet er riktig",
    ]);
    expect(notes.at(-1)).toBe(doubts[0]);
  });

  it("is one with far less or far more revenue than the others, whatever it is from", async () => {
    const text = `${rows([1_900_000, 2_000_000, 2_100_000, 0])}B;B;20;100000;0;0;0;0;2022\nC;C;20;3400000;0;0;0;500000000;2022\n`;
    expect((await enterprises(text)).doubts).toEqual([
      "r.csv:6: revenue per participant is 1.5 % of the register's median; see whether the figures are right",
      "r.csv:7: revenue per participant is 76 times the register's median; see whether the figures are right",
    ]);
  });

  it("is not sought among two, nor told of more than twenty times", async () => {
    expect((await enterprises(rows([1, 2_000_000_000]))).doubts).toEqual([]);
    const many = rows(Array.from({ length: 70 }, (_, i) => (i < 30 ? 200_000_000 : 1_000_000)));
    expect((await enterprises(many)).doubts).toHaveLength(21);
    expect((await enterprises(many)).doubts.at(-1)).toBe("r.csv: and 10 more such rows");
  });
});

describe("what a register lacks", () => {
  it("is imputed by the law of the synthetic register when that is asked for, and marked", async () => {
    const { rows, imputed, notes } = await enterprises("Id;Deltakere;Salg (kr)\nA;28;\nB;28;1000000\n", {
      ...en,
      impute: true,
      accountsYear: 2022,
    });
    const [a, b] = rows;
    // 28 participants hold about 26 places at 178,536 kroner a year; municipalities add 0.359 kroner to each.
    expect(a?.stateSubsidyNok).toBeGreaterThan(28 * 0.9 * 178_536);
    expect(a?.stateSubsidyNok).toBeLessThan(28 * 178_536);
    expect((a?.municipalSubsidyNok ?? 0) / (a?.stateSubsidyNok ?? 1)).toBeCloseTo(0.359, 5);
    expect(a?.salesNok).toBeGreaterThan(0);
    expect(b?.salesNok).toBe(1_000_000);
    expect(imputed.get("A")).toEqual(["stateSubsidyNok", "municipalSubsidyNok", "salesNok", "otherNok", "aftNok"]);
    expect(imputed.get("B")).toEqual(["stateSubsidyNok", "municipalSubsidyNok", "otherNok", "aftNok"]);
    expect(notes).toContain("  Salg (kr) -> Sales (NOK); 1 empty cells imputed by the law of the synthetic register");
    expect(notes).toContain("  (missing) -> AFT income: 2 values imputed by the law of the synthetic register");
  });

  it("is never a value of nobody: participants and ids are not imputed", async () => {
    expect(await refusal("Id;Salg (kr)\nA;5\n", { ...en, impute: true, accountsYear: 2022 })).toBe(
      'r.csv:1: Participants: is missing among the headers (allowed: "Participants" or "Deltakere", with values such as 24)',
    );
  });
});

describe("a register of enterprises is refused", () => {
  it.each<[string, string | Uint8Array, string, RegisterOptions?]>([
    ["when it is empty", "", "r.csv: is empty"],
    ["when it is blank", " \n\n", "r.csv: is empty"],
    ["when it has headers only", `${head}\n`, "r.csv: has a line of headers but no rows below it"],
    [
      "when no header is known",
      "foo;bar\n1;2\n",
      "r.csv:1: has no column that is known in its first line; separators are ; or , or a tab (found foo | bar)",
    ],
    ["in UTF-16", Uint8Array.of(0xff, 0xfe, 65, 0), "r.csv: is text in UTF-16 (allowed: CSV (UTF-8) or XLSX)"],
    ["when it is no text", Uint8Array.of(65, 0, 66), "r.csv: is not text (allowed: CSV (UTF-8) or XLSX)"],
    [
      "in the old spreadsheet format",
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0),
      "r.csv: is a spreadsheet in the old format XLS (allowed: CSV (UTF-8) or XLSX)",
    ],
    [
      "with a column of national identity numbers, whose values are not repeated",
      `${head};Fødselsnummer\n${good};01019012345\n`,
      "r.csv:1:10: Fødselsnummer: is a column on single persons; a register holds figures by enterprise or municipality only. Remove it",
    ],
    [
      "with names of participants",
      `${head};Navn på deltaker\n${good};x\n`,
      "r.csv:1:10: Navn på deltaker: is a column on single persons; a register holds figures by enterprise or municipality only. Remove it",
    ],
    [
      "with a value like a national identity number anywhere, even in a column that is not read",
      `${head};Merknad\n${good};gjelder 010190 12345\n`,
      "r.csv:2:10: Merknad: looks like a national identity number; a register holds nothing on single persons (found 11 digits (not shown))",
    ],
    [
      "with a national identity number that lost its leading zero",
      `${head};Ref\n${good};1010012356\n`,
      "r.csv:2:10: Ref: looks like a national identity number; a register holds nothing on single persons (found 10 digits (not shown))",
    ],
    [
      "with a misspelt header, naming the right one",
      `${head.replace("Deltakere", "Deltakre")}\n${good}\n`,
      'r.csv:1:3: Deltakre: is no known column, but close to one; write it right or remove the column (did you mean "Deltakere"?)',
    ],
    [
      "with places in place of participants",
      `${head.replace("Deltakere", "Antall plasser")}\n${good}\n`,
      "r.csv:1:3: Antall plasser: is places, not participants (less than half a position counts as half a place); the register needs persons\n" +
        'r.csv:1: Participants: is missing among the headers (allowed: "Participants" or "Deltakere", with values such as 24)',
    ],
    [
      "with a column twice",
      `${head};Participants\n${good};3\n`,
      "r.csv:1:10: Participants: stands twice: in column 3 too",
    ],
    [
      "with two columns that may both be the result",
      `${head};Resultat (kr);Driftsresultat (kr)\n${good};3;4\n`,
      "r.csv:1:11: Driftsresultat (kr): stands twice: in column 10 too",
    ],
    [
      "without a unit",
      `${head.replace("Salg (kr)", "Salg")}\n${good}\n`,
      'r.csv:1:6: Salg: does not say whether amounts are in kroner or 1,000 kroner (allowed: "Salg (NOK)", "Salg (1000 NOK)", or --money-unit nok or 1000-nok)',
    ],
    [
      "with another unit than the flag says",
      `${head.replaceAll(" (kr)", "").replace("Salg", "Salg (kr)")}\n${good.replace("3400000", "3400")}\n`,
      "r.csv:1:6: Salg (kr): has another unit than --money-unit",
      { ...en, power: 3 },
    ],
    [
      "with kroner of participants",
      `${head.replace("Deltakere", "Deltakere (1000 kr)")}\n${good}\n`,
      "r.csv:1:3: Deltakere (1000 kr): is no amount and cannot be in kroner",
    ],
    ["with an id twice", `${head}\n${good}\n${good}\n`, "r.csv:3:1: Id: stands on line 2 too (found A)"],
    ["with a row without an id", rowWith(1, ""), "r.csv:2:1: Id: is missing (allowed: a value, such as SYN-001)"],
    [
      "with negative sales",
      rowWith(6, "-5"),
      "r.csv:2:6: Salg (kr): cannot be negative (found -5; allowed: 0 or more)",
    ],
    [
      "with half a person",
      rowWith(3, "20,5"),
      "r.csv:2:3: Deltakere: must be a whole number: persons are not divided (found 20,5)",
    ],
    [
      "with words for a number",
      rowWith(3, "ca. 20"),
      "r.csv:2:3: Deltakere: is no number (found ca. 20; allowed: digits, perhaps spaces between thousands and one decimal mark: 1 234 567.5)",
    ],
    [
      "with points between thousands",
      rowWith(6, "2.000.000"),
      "r.csv:2:6: Salg (kr): is no number (found 2.000.000; allowed: digits, perhaps spaces between thousands and one decimal mark: 1 234 567.5)",
    ],
    [
      "with a formula",
      rowWith(3, "=SUM(A1:A2)"),
      "r.csv:2:3: Deltakere: is a formula; paste its value (found =SUM(A1:A2))",
    ],
    [
      "with a command for a name",
      rowWith(2, "=cmd|' /C calc'!A0"),
      "r.csv:2:2: Navn: is a formula; paste its value (found =cmd|' /C calc'!A0)",
    ],
    [
      "with an error value",
      rowWith(6, "#REF!"),
      "r.csv:2:6: Salg (kr): is an error value of a spreadsheet (found #REF!)",
    ],
    [
      "with a number that can be read in two ways",
      rowWith(6, "1,234"),
      "r.csv:2:6: Salg (kr): can be read in two ways (found 1,234; allowed: 1234 or 1,2340)",
    ],
    [
      "with two decimal marks",
      `${head}\n${good.replace("1200000", "12,75").replace("2000000", "1234,5").replace("100000;", "1234.5;")}\n`,
      "r.csv:2:7: Andre inntekter (kr): has another decimal mark than the rest of the file (comma) (found 1234.5)",
    ],
    [
      "with sales beyond reason",
      rowWith(6, "200000000000"),
      "r.csv:2:6: Salg (kr): is absurdly large; is the unit right? (found 200,000,000,000 NOK; allowed: at most 10,000,000,000 NOK)",
    ],
    [
      "with sales beyond reason, told in the unit of the file",
      `${head.replaceAll("(kr)", "(1000 kr)")}\nA;B;3;600;150;21382400;50;0;2022\n`,
      "r.csv:2:6: Salg (1000 kr): er urimelig stort; er enheten riktig? (fant 21\u00a0382\u00a0400 tusen kr; tillatt: høyst 10\u00a0000\u00a0000 tusen kr)",
      { lang: "nb" },
    ],
    [
      "with more participants than there are people",
      rowWith(3, "20000000"),
      "r.csv:2:3: Deltakere: is absurdly large; is the unit right? (found 20,000,000; allowed: at most 2,000,000)",
    ],
    [
      "with units mixed up in the whole file, said once",
      `${head}\n${["A", "B"].map((id) => good.replace("A;", `${id};`).replace("3400000", "3400")).join("\n")}\n`,
      "r.csv:1:4: Statlig tilskudd (kr): is 170 kroner per participant over the whole file; the rate of 2022 was 178,536 kroner a year. Is the unit right?",
    ],
    [
      "with units mixed up in one row",
      `${head}\n${good}\n${good.replace("A;", "B;").replace("3400000", "3400")}\n`,
      "r.csv:3:4: Statlig tilskudd (kr): is 170 kroner per participant; the rate of 2022 was 178,536 kroner a year",
    ],
    [
      "with streams that do not add up",
      `${head};Sum inntekter (kr)\n${good};6800000\n`,
      "r.csv:2:10: Sum inntekter (kr): is not the sum of state and municipal subsidy, sales, other income and AFT (found 6,800,000; allowed: 6,700,000)",
    ],
    [
      "with streams that do not add up, told in the unit of the file",
      `${head.replaceAll("(kr)", "(1000 kr)")};Sum inntekter (1000 kr)\nA;B;3;600;150;2000;50;0;2022;9000\n`,
      "r.csv:2:10: Sum inntekter (1000 kr): is not the sum of state and municipal subsidy, sales, other income and AFT (found 9,000; allowed: 2,800)",
    ],
    [
      "with a year of long ago",
      rowWith(9, "1999"),
      "r.csv:2:9: År: is no calendar year (found 1999; allowed: 2016 to 2035)",
    ],
    [
      "with different years in its headers and none in its rows",
      `${head.replace(";År", "").replace("Salg (kr)", "Salg 2021 (kr)").replace("AFT (kr)", "AFT 2022 (kr)")}\n${good.replace(";2022", "")}\n`,
      "r.csv:1: amounts have different years in their headers; give a year of accounts in each row (found 2021, 2022)",
    ],
    [
      "without any year",
      `${head.replace(";År", "")}\n${good.replace(";2022", "")}\n`,
      'r.csv:1: Accounts year: is missing among the headers (allowed: "Accounts year" or "Regnskapsår", with values such as 2022; a year in the headers of amounts; or --accounts-year 2022)',
    ],
    [
      "without a column that could be imputed",
      `${head.replace(";AFT (kr)", "")}\n${good.replace(";0;", ";")}\n`,
      'r.csv:1: AFT income: is missing among the headers (allowed: "AFT income (NOK)" or "AFT-inntekter (kr)", with values such as 2250000; or --impute)',
    ],
    [
      "without a column, whose header is offered in the unit of the others",
      `${head.replaceAll("(kr)", "(1000 kr)").replace(";AFT (1000 kr)", "")}\nA;B;3;600;150;2000;50;2022\n`,
      'r.csv:1: AFT income: is missing among the headers (allowed: "AFT income (1000 NOK)" or "AFT-inntekter (1000 kr)", with values such as 2250; or --impute)',
    ],
    [
      "with an empty cell",
      rowWith(6, ""),
      "r.csv:2:6: Salg (kr): is missing (allowed: a value, such as 3900000; or --impute)",
    ],
    ["with a short row", `${head}\nA;B;3\n`, "r.csv:2: has 3 values for 9 columns"],
    [
      "with a decimal comma where commas separate",
      `${head.replaceAll(";", ",")}\n${good.replaceAll(";", ",").replace("2000000", "2000000,5")}\n`,
      "r.csv:2: has 10 values for 9 columns (a decimal comma without quotes where commas separate?)",
    ],
    ["with an open quote", rowWith(2, '"Bedrift A'), "r.csv:2: has a quote that is never closed"],
    [
      "with a quote in a cell",
      rowWith(2, 'Bedrift "A" AS'),
      "r.csv:2: has a quote in the middle of a cell; quote the whole cell and double those inside",
    ],
    [
      "with a row of totals",
      `${head}\n${good}\nSum;;20;1;1;1;1;1;2022\n`,
      "r.csv:3: is a row of totals, no enterprise or municipality; remove it (found Sum)",
    ],
    ["with values under no header", `${head};\n${good};5\n`, "r.csv:2:10: has values but no header"],
    [
      "with a subsidy for nobody",
      `${head}\n${good}\nB;Bedrift B;0;3400000;0;0;0;0;2022\n`,
      "r.csv:3:4: Statlig tilskudd (kr): is a state subsidy to an enterprise with 0 participants; mend the subsidy or the count, or remove the row",
    ],
    [
      "with nobody in it",
      rowWith(3, "0").replace("3400000", "0"),
      "r.csv: Participants: has no participants in any row",
    ],
    ["with a control character", rowWith(2, "a\u202eb"), "r.csv:2:2: Navn: holds a control character (found a b)"],
    [
      "with a text that is too long",
      rowWith(2, "x".repeat(300)),
      `r.csv:2:2: Navn: is too long a text (found ${"x".repeat(57)}...; allowed: at most 200 characters)`,
    ],
    [
      "with a municipality that the other register does not have",
      `${head};Kommunenr\n${good};9002\n`,
      'r.csv:2:10: Kommunenr: is no municipality of the municipalities\' register (found 9002; did you mean "9001"?)',
      { ...en, municipalities: [{ id: "9001", name: "By", inhabitants: 5, region: "R" }] } as RegisterOptions,
    ],
    [
      "with a municipality's name where its number belongs",
      `${head};Kommune\n${good};by\n`,
      'r.csv:2:10: Kommune: is no municipality of the municipalities\' register (found by; did you mean "9001"?)',
      { ...en, municipalities: [{ id: "9001", name: "By", inhabitants: 5, region: "R" }] } as RegisterOptions,
    ],
    [
      "with a region that the other register does not have",
      `${head};Region\n${good};Østlandet\n`,
      "r.csv:2:10: Region: is no region of the municipalities' register (found Østlandet)",
      { ...en, municipalities: [{ id: "9001", name: "By", inhabitants: 5, region: "R" }] } as RegisterOptions,
    ],
  ])("%s", async (_, text, message, options = en) => {
    expect(await refusal(text, options)).toBe(message);
  });

  it("with every problem of every row at once, in the order of the file", async () => {
    const text = `${head}\n${good.replace(";20;", ";-1;").replace("2000000", "mye")}\n${good.replace("2022", "22")}\n`;
    expect((await refusal(text)).split("\n").map((line) => line.split(": ")[0])).toEqual([
      "r.csv:2:3",
      "r.csv:2:6",
      "r.csv:3:1",
      "r.csv:3:9",
    ]);
  });

  it("with fifty of its thousand problems in full and the rest counted, of a hundred thousand rows", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) =>
      good.replace("A;", `A${i};`).replace("2000000", i % 100 === 0 ? "mye" : "2000000"),
    );
    const lines = (await refusal(`${head}\n${rows.join("\n")}\n`)).split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe("r.csv: and 950 more problems");
  });

  it.each([
    [rowWith(6, "-5"), "r.csv:2:6: Salg (kr): kan ikke være negativt (fant -5; tillatt: 0 eller mer)"],
    [
      `${head.replace("Deltakere", "Deltakre")}\n${good}\n`,
      "r.csv:1:3: Deltakre: er ingen kjent kolonne, men ligner; skriv den riktig eller fjern kolonnen (mente du «Deltakere»?)",
    ],
    [
      `${head};Fødselsnummer\n${good};1\n`,
      "r.csv:1:10: Fødselsnummer: er en kolonne om enkeltpersoner; registeret skal bare ha tall per virksomhet eller kommune. Fjern kolonnen",
    ],
  ])("in Norwegian too", async (text, message) => {
    expect(await refusal(text, nb)).toBe(message);
  });
});

describe("a register of municipalities", () => {
  const towns = async (text: string, options: RegisterOptions = en) =>
    parseMunicipalities(bytesOf(text), "m.csv", options);

  it("is read, with its delivery models and grants", async () => {
    const { rows, notes } = await towns(
      "Kommunenr;Kommune;Folketall;Region;Leveransemodell;Rammetilskudd (1000 kr)\n0302;By;10 000;Øst;lillestrom-se;1 500,5\n0301;Bygd;900;Øst;;\n",
    );
    expect(rows).toEqual([
      { id: "0301", name: "Bygd", inhabitants: 900, region: "Øst" },
      {
        id: "0302",
        name: "By",
        inhabitants: 10_000,
        region: "Øst",
        deliveryModel: "lillestrom-se",
        grantNokPerYear: 1_500_500,
      },
    ]);
    expect(notes).toContain("Control total: 10,900 inhabitants in 2 municipalities (the country: 5,550,000 in 357)");
  });

  it("is given synthetic regions when that is asked for: the largest are centres, and the order of rows moves nothing", async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${100 + i};K${i};${1000 * (i + 1)}`);
    const text = (rows: readonly string[]): string => `Kommunenr;Kommune;Innbyggere\n${rows.join("\n")}\n`;
    const { rows, imputed } = await towns(text(lines), { ...en, impute: true });
    expect(imputed.size).toBe(30);
    expect(new Set(rows.map(({ region }) => region))).toEqual(
      new Set(["synthetic-001", "synthetic-002", "synthetic-003", "synthetic-004"]),
    );
    expect(rows.at(-1)?.region).toBe("synthetic-001");
    expect((await towns(text(lines.toReversed()), { ...en, impute: true })).rows).toEqual(rows);
  });

  it.each([
    [
      "without regions",
      "Kommunenr;Kommune;Innbyggere\n1;A;5\n",
      'm.csv:1: Labour-market region: is missing among the headers (allowed: "Labour-market region" or "Region", with values such as Indre fjord; or --impute)',
    ],
    [
      "with an unknown delivery model",
      "Kommunenr;Kommune;Innbyggere;Region;Leveransemodell\n1;A;5;R;magisk\n",
      "m.csv:2:5: Leveransemodell: is no delivery model (found magisk; allowed: enterprise, nav-vtao, lillestrom-workstations, lillestrom-se, oslo-two-part, stavanger-pff, oygarden-mentors, ullensaker-hr, indre-fosen)",
    ],
    [
      "where nobody lives",
      "Kommunenr;Kommune;Innbyggere;Region\n1;A;0;R\n",
      "m.csv: Inhabitants: has no inhabitants in any row",
    ],
    [
      "without a name",
      "Kommunenr;Kommune;Innbyggere;Region\n1;;7;R\n",
      "m.csv:2:2: Kommune: is missing (allowed: a value, such as Fjordvik)",
    ],
  ])("is refused %s", async (_, text, message) => {
    await expect(towns(text)).rejects.toHaveProperty("message", message);
  });
});

describe("a spreadsheet", () => {
  const rows = [head.split(";"), good.split(";").map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell))];

  it("is read from its one visible sheet, numbers as they are", async () => {
    const xlsx = await writeXlsx({
      sheets: [
        { name: "Gammelt", rows: [["x"]], hidden: true },
        { name: "Bedrifter", rows },
      ],
    });
    const read = await enterprises(xlsx);
    expect(read.rows).toEqual((await enterprises(`${head}\n${good}\n`)).rows);
    expect(read.notes[0]).toBe('r.csv: 1 rows, XLSX, sheet "Bedrifter"');
  });

  it("is refused with a formula, at its row and column", async () => {
    const cells = new Map([["1,5", { value: null, type: "formula" as const, formula: "2+2", formulaResult: 4 }]]);
    const xlsx = await writeXlsx({ sheets: [{ name: "Bedrifter", rows, cells }] });
    expect(await refusal(xlsx)).toBe("r.csv:2:6: Salg (kr): is a formula; paste its value (found =2+2)");
  });

  it("is refused with several sheets, without any, and when damaged", async () => {
    const two = await writeXlsx({
      sheets: [
        { name: "A", rows },
        { name: "B", rows },
      ],
    });
    expect(await refusal(two)).toBe("r.csv: has several visible sheets with contents; keep only the one (found A, B)");
    const none = await writeXlsx({ sheets: [{ name: "A", rows: [] }] });
    expect(await refusal(none)).toBe("r.csv: has no visible sheet with anything in it");
    expect(await refusal(two.slice(0, 100))).toBe("r.csv: is no readable spreadsheet: ZIP");
  });

  it("is refused when it unpacks to more than a limit, whatever its directory says", async () => {
    expect(await refusal(zipOf(deflateRawSync(Buffer.alloc(250_000_000))))).toBe(
      "r.csv: unpacks to more than 200 megabytes",
    );
  });
});

/** An archive of one member that says of itself that it is small. */
function zipOf(packed: Uint8Array): Uint8Array {
  const name = bytesOf("xl/workbook.xml");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(100, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, name, packed, entry, name, end]));
}

describe("a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "tiltak-registers-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);

  it("is read with the SHA-256 of its bytes", async () => {
    writeFileSync(file("a.csv"), `${head}\n${good}\n`);
    const { sha256, rows } = await readEnterprises(file("a.csv"), en);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ["is missing", "missing.csv", /missing\.csv: there is no such file$/],
    ["is a folder", "folder.csv", /folder\.csv: is no ordinary file$/],
    ["is too large", "huge.csv", /huge\.csv: is too large \(found 60000000 bytes; allowed: at most 50 megabytes\)$/],
    ["has a name with a null", "a\0.csv", /a\\u0000\.csv": is no ordinary file$/],
  ])("is refused when it %s", async (_, name, message) => {
    mkdirSync(file("folder.csv"), { recursive: true });
    writeFileSync(file("huge.csv"), "");
    truncateSync(file("huge.csv"), 60_000_000);
    await expect(readEnterprises(file(name), en)).rejects.toThrow(message);
  });
});

describe("a register that is written", () => {
  it("has the headers of its language, its unit, and no more digits than it needs", async () => {
    const { rows } = await enterprises(`${head}\n${good.replace("2000000", "2000123,4")}\n`);
    expect(
      writeEnterprises(rows, {
        lang: "nb",
        separator: ";",
        decimalMark: ",",
        power: 3,
        thousands: " ",
        lineEnd: "\r\n",
      }),
    ).toBe(
      "Bedrifts-id;Navn;Deltakere;Statlig tilskudd (1000 kr);Kommunalt tilskudd (1000 kr);Salgsinntekter (1000 kr);Andre inntekter (1000 kr);AFT-inntekter (1000 kr);Regnskapsår\r\n" +
        "A;Bedrift A;20;3 400;1 200;2 000,1234;100;0;2022\r\n",
    );
  });
});
