// Headers: what is taken out of them, which ones are known, and which ones name persons.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEnterprises } from "./enterprises.ts";
import {
  type Column,
  enterpriseColumns,
  exampleOf,
  holdsPersonNumber,
  isAmount,
  isPersonColumn,
  isPlacesColumn,
  municipalityColumns,
  namesOf,
  properHeader,
  readHeader,
} from "./headers.ts";
import { parseMunicipalities } from "./municipalities.ts";
import { nearColumn } from "./near-column.ts";
import { readNumber, scaled } from "./numbers.ts";

describe("a header", () => {
  it.each([
    ["Salgsinntekter (1000 kr)", { name: "salgsinntekter", power: 3 }],
    ["SALGSINNTEKTER i 1 000 NOK", { name: "salgsinntekter", power: 3 }],
    ["Salgsinntekter 2022, tusen kroner", { name: "salgsinntekter", power: 3, year: 2022 }],
    ["Salgsinntekter [tkr]", { name: "salgsinntekter", power: 3 }],
    ["Sales (kNOK)", { name: "sales", power: 3 }],
    ["Sales (NOK)", { name: "sales", power: 0 }],
    ["Sales, in whole kroner", { name: "sales", power: 0 }],
    ["Salg (mill. kr)", { name: "salg", power: 6 }],
    ["Salg MNOK", { name: "salg", power: 6 }],
    ["stateSubsidyNok", { name: "statesubsidy", power: 0 }],
    ["state_subsidy", { name: "statesubsidy" }],
    ["Øvrige inntekter per år (kr)", { name: "ovrigeinntekter", power: 0 }],
    ["Regnskapsår", { name: "regnskapsar" }],
    ["Kommunenr.", { name: "kommunenr" }],
    ["År", { name: "ar" }],
  ])("%s", (header, read) => {
    expect(readHeader(header)).toEqual(read);
  });

  it("has one meaning in each register: no name stands for two columns", () => {
    for (const columns of [enterpriseColumns, municipalityColumns]) {
      const names = columns.flatMap((column) => [...new Set(namesOf(column))]);
      expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
      for (const name of names) {
        expect([name, isPersonColumn(name), isPlacesColumn(name)]).toEqual([name, false, false]);
        expect(name).toMatch(/^[a-z0-9]+$/);
      }
    }
  });

  it.each([
    "Fødselsnummer",
    "fnr",
    "D-nummer",
    "Personnummer",
    "Fødselsdato",
    "Fornavn",
    "Etternavn",
    "Navn på deltaker",
    "Deltakerens navn",
    "Kjønn",
    "Alder",
    "Diagnose",
    "Participant name",
    "Date of birth",
    "First name",
    "National ID",
    "Uføregrad",
  ])("%s is about single persons", (header) => {
    expect(isPersonColumn(readHeader(header).name)).toBe(true);
  });

  it.each(["Gjennomsnittsalder", "Telefon", "Daglig leder", "Navn", "Deltakere", "Antall kvinner"])(
    "%s is not",
    (header) => {
      expect(isPersonColumn(readHeader(header).name)).toBe(false);
    },
  );
});

describe("a misspelt header", () => {
  it.each([
    ["deltakre", "Deltakere"],
    ["statligtilskud", "Statlig tilskudd"],
    ["salgsinteker", "Salgsinntekter"],
    ["participant s".replace(" ", ""), "Participants"],
  ])("%s is near %s", (name, meant) => {
    expect(nearColumn(name, enterpriseColumns)).toBe(meant);
  });

  it.each(["kommentar", "merknad", "kontaktperson", "fylke", "avd"])("%s is near none", (name) => {
    expect(nearColumn(name, enterpriseColumns)).toBeUndefined();
  });
});

describe("a value like a national identity number", () => {
  it.each([
    ["01019012345", true],
    ["010190 12345", true],
    ["gjelder 010190-12345.", true],
    ["1010012356", true],
    ["974760673", false],
    ["1010012355", false],
    ["123456789012", false],
    ["12 345 678 901", false],
  ])("%s: %s", (text, is) => {
    expect(holdsPersonNumber(text)).toBe(is);
  });
});

describe("the header to write", () => {
  const cases = [...enterpriseColumns, ...municipalityColumns].flatMap((column) =>
    (["nb", "en"] as const).flatMap((lang) => [0, 3, 6].map((power) => ({ column, lang, power }))),
  );

  it.each(cases)("of $column.field in $lang, unit 1e$power, is read as that column, and so is its example", (one) => {
    const { column, lang } = one;
    const header = readHeader(properHeader(column, lang, one.power));
    const power = isAmount(column) ? one.power : 0;
    expect(namesOf(column)).toContain(header.name);
    expect(header.power).toBe(isAmount(column) ? power : undefined);
    const example = readNumber(exampleOf(column, one.power));
    if (typeof column.example === "string") expect(example.is).toBe("not-number");
    else expect(example.is === "number" ? scaled(example.digits, power) : example.is).toBe(column.example);
  });
});

describe("a register of nothing but the headers to write and the examples below them", () => {
  const written = (columns: readonly Column[], lang: "nb" | "en", power: number): Uint8Array => {
    const lines = [
      columns.map((column) => properHeader(column, lang, power)),
      columns.map((column) => exampleOf(column, power)),
    ];
    return new TextEncoder().encode(lines.map((cells) => `${cells.join(";")}\n`).join(""));
  };

  it.each([
    ["nb", 0],
    ["nb", 3],
    ["en", 6],
  ] as const)("is in order: %s, unit 1e%i", async (lang, power) => {
    const municipalities = await parseMunicipalities(written(municipalityColumns, lang, power), "m.csv", { lang });
    expect(municipalities.rows).toHaveLength(1);
    const bytes = written(enterpriseColumns, lang, power);
    const { rows } = await parseEnterprises(bytes, "e.csv", { lang, municipalities: municipalities.rows });
    expect(rows[0]).toMatchObject({ participants: 24, stateSubsidyNok: 4_680_000, resultNok: -140_000 });
  });
});

describe("the page about registers", () => {
  it.each(["docs/registers.md", "docs/registers.nb.md"])("names every column as the program does: %s", (page) => {
    const text = readFileSync(new URL(`../../../../${page}`, import.meta.url), "utf8");
    const lacking = [...enterpriseColumns, ...municipalityColumns].flatMap((column) =>
      [properHeader(column, "nb", 0), properHeader(column, "en", 0)].filter(
        (header) => !text.includes(`\`${header}\``),
      ),
    );
    expect(lacking).toEqual([]);
  });
});
