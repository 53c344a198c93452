// Laws of registers: what is written is read again, whatever the separator, the marks, the unit, the encoding and the language; the order of
// rows moves nothing; and nothing that a file may hold ends in anything but rows or a list of problems.

import {
  parseEnterprises,
  parseMunicipalities,
  type RegisterForm,
  writeEnterprises,
  writeMunicipalities,
} from "@tiltak/scenarios";
import { InputError } from "@tiltak/sim-core";
import type { EnterpriseRow, MunicipalityRow } from "@tiltak/sim-core/programme";
import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { describe, expect, it } from "vitest";
import { readNumber, scaled } from "../../src/registers/numbers.ts";

const letters = [..."abcdefghijklmnopqrstuvwxyzæøåÆØÅéABC  .&-'\",;()"];
const text = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 30 })
  .map((list) => `N${list.join("").replaceAll(/\s+/g, " ").trim()}x`);
/** Kroner with øre, exactly as its two decimals say. */
const kroner = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most * 100 }).map((ore) => ore / 100);

const row = fc
  .record(
    {
      id: fc.integer({ min: 1, max: 999_999_999 }).map((n) => `B${n}`),
      name: text,
      participants: fc.integer({ min: 1, max: 400 }),
      municipalSubsidyNok: kroner(50_000_000),
      salesNok: kroner(90_000_000),
      otherNok: kroner(1_000),
      aftNok: kroner(90_000_000),
      equityNok: fc.integer({ min: -50_000_000, max: 50_000_000 }).map((ore) => ore / 100),
      accountsYear: fc.integer({ min: 2016, max: 2030 }),
      each: fc.integer({ min: 50_000, max: 400_000 }),
    },
    {
      requiredKeys: [
        "id",
        "participants",
        "municipalSubsidyNok",
        "salesNok",
        "otherNok",
        "aftNok",
        "accountsYear",
        "each",
      ],
    },
  )
  .map(({ each, ...rest }): EnterpriseRow => ({ ...rest, stateSubsidyNok: rest.participants * each }));
const rows = fc.uniqueArray(row, { selector: ({ id }) => id, minLength: 1, maxLength: 12 });

const form: fc.Arbitrary<RegisterForm & { readonly encoding: "utf-8" | "bom" | "latin-1" }> = fc
  .record({
    lang: fc.constantFrom("nb", "en"),
    separator: fc.constantFrom(";", ",", "\t"),
    decimalMark: fc.constantFrom(",", "."),
    power: fc.constantFrom(0, 3, 6),
    thousands: fc.constantFrom(undefined, " ", "\u00a0", "\u202f"),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    encoding: fc.constantFrom("utf-8", "bom", "latin-1"),
  })
  .map(({ thousands, ...rest }) => ({
    ...rest,
    ...(thousands === undefined || (rest.encoding === "latin-1" && thousands === "\u202f") ? {} : { thousands }),
  }));

function encoded(contents: string, encoding: "utf-8" | "bom" | "latin-1"): Uint8Array {
  if (encoding === "latin-1") return Uint8Array.from(contents, (letter) => letter.charCodeAt(0));
  return new TextEncoder().encode(encoding === "bom" ? `\ufeff${contents}` : contents);
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

describe("a register of enterprises", () => {
  it("is read as it was written, in every form", async () => {
    await fc.assert(
      fc.asyncProperty(rows, form, async (list, { encoding, ...how }) => {
        const bytes = encoded(writeEnterprises(list, how), encoding);
        const read = await parseEnterprises(bytes, "r.csv", { lang: "en" });
        expect(read.rows).toEqual(list.toSorted(byId));
      }),
    );
  });

  it("is read from a spreadsheet as it was put there", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("nb", "en"), async (list, lang) => {
        const csv = writeEnterprises(list, { lang, separator: "\t", decimalMark: ".", power: 0 });
        const cells = csv
          .trimEnd()
          .split("\n")
          .map((line) => line.split("\t").map((cell) => cell.replaceAll(/^"|"$/g, "").replaceAll('""', '"')))
          .map((line) => line.map((cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell)));
        const xlsx = await writeXlsx({ sheets: [{ name: "Register", rows: cells }] });
        expect((await parseEnterprises(xlsx, "r.xlsx", { lang })).rows).toEqual(list.toSorted(byId));
      }),
      { numRuns: 25 },
    );
  });

  it("gives the same rows in every order", async () => {
    const shuffled = rows.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const how: RegisterForm = { lang: "nb", separator: ";", decimalMark: ",", power: 3 };
    await fc.assert(
      fc.asyncProperty(shuffled, async ([list, other]) => {
        const read = async (some: readonly EnterpriseRow[]) =>
          (await parseEnterprises(encoded(writeEnterprises(some, how), "utf-8"), "r.csv", { lang: "nb" })).rows;
        expect(await read(other)).toEqual(await read(list));
      }),
    );
  });

  it("imputes each row by itself: neither other rows nor their order matter", async () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(sizes, async (list) => {
        const read = async (some: readonly number[]) => {
          const contents = `Id;Deltakere\n${some.map((size) => `B${size};${size}`).join("\n")}\n`;
          const options = { lang: "nb", impute: true, accountsYear: 2022 } as const;
          return (await parseEnterprises(encoded(contents, "utf-8"), "r.csv", options)).rows;
        };
        const all = await read(list);
        for (const size of list) expect(await read([size])).toEqual(all.filter(({ id }) => id === `B${size}`));
        const subsidies = all.toSorted((a, b) => a.participants - b.participants).map((one) => one.stateSubsidyNok);
        expect(subsidies).toEqual(subsidies.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("a register of municipalities", () => {
  const town: fc.Arbitrary<MunicipalityRow> = fc.record(
    {
      id: fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, "0")),
      name: text,
      inhabitants: fc.integer({ min: 1, max: 900_000 }),
      region: text,
      deliveryModel: fc.constantFrom("lillestrom-se", "oslo-two-part"),
      grantNokPerYear: kroner(9_000_000),
    },
    { requiredKeys: ["id", "name", "inhabitants", "region"] },
  );

  it("is read as it was written, in every form", async () => {
    const towns = fc.uniqueArray(town, { selector: ({ id }) => id, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(towns, form, async (list, { encoding, ...how }) => {
        const bytes = encoded(writeMunicipalities(list, how), encoding);
        const read = await parseMunicipalities(bytes, "m.csv", { lang: "nb" });
        expect(read.rows).toEqual(list.toSorted(byId));
      }),
    );
  });
});

describe("a written number", () => {
  it("is the number of its digits, whatever stands between thousands", () => {
    const blank = fc.constantFrom("", " ", "\u00a0", "\u202f");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 99 }), blank, (whole, cents, between) => {
        const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, between);
        const read = readNumber(`${grouped},${String(cents).padStart(2, "0")}`);
        expect(read.is).toBe("number");
        if (read.is !== "number") return;
        expect(read.ambiguous).toBe(false);
        expect(scaled(read.digits, 0)).toBe(Number(`${whole}.${String(cents).padStart(2, "0")}`));
        expect(scaled(read.digits, 3)).toBe(whole * 1000 + cents * 10);
      }),
    );
  });

  it("is ambiguous exactly when a mark may as well stand between thousands", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999 }), (whole, rest) => {
        const read = readNumber(`${whole}.${String(rest).padStart(3, "0")}`);
        expect(read.is === "number" && read.ambiguous).toBe(whole >= 1 && whole <= 999);
      }),
    );
  });
});

describe("a file from strangers", () => {
  const piece = fc.constantFrom(
    "Id",
    "Deltakere",
    "Salg (kr)",
    "Fødselsnummer",
    ";",
    ",",
    "\t",
    "\n",
    "\r\n",
    '"',
    '""',
    "=1+1",
    "-5",
    "1,234",
    "1 000",
    "\u0000",
    "\ufeff",
    "æ",
    "#REF!",
    "01019012345",
    "Sum",
    "x".repeat(300),
    "PK\u0003\u0004",
    "1e5",
    "NaN",
    "__proto__",
    "constructor",
  );

  it("ends in rows or in a list of problems, never in anything else", async () => {
    const contents = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((list) => new TextEncoder().encode(list.join(""))),
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.from([0x50, 0x4b, 3, 4, ...rest])),
    );
    await fc.assert(
      fc.asyncProperty(contents, fc.boolean(), async (bytes, impute) => {
        const options = { lang: "en", impute, power: 0, accountsYear: 2022 } as const;
        for (const read of [parseEnterprises, parseMunicipalities]) {
          const outcome: unknown = await read(bytes, "f", options).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) continue;
          expect(outcome).toBeInstanceOf(InputError);
          expect(outcome.message).not.toMatch(/(?<!\d)01019012345(?!\d)/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
