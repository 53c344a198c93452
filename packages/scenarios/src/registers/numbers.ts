// Numbers as people write them in registers: spaces (also those that do not break) between thousands, a comma or a point as the
// decimal mark, never both and never points between thousands. What can be read in two ways is not guessed: "1,234" needs a file
// whose other numbers show what a comma means.

/** What a text is as a number. */
export type WrittenNumber =
  | {
      readonly is: "number";
      readonly digits: string;
      readonly mark: "," | "." | undefined;
      readonly ambiguous: boolean;
    }
  | { readonly is: "not-number" };

const blanks = "[ \\u00a0\\u202f\\u2009\\u2007]";
const shape = new RegExp(`^([-\u2212]?)(\\d{1,3}(?:${blanks}\\d{3})+|\\d+)(?:([.,])(\\d+))?$`);

/**
 * Read a written number.
 *
 * @param text a cell without blanks around it
 * @returns its digits with a point, the decimal mark, and whether the mark may as well stand between thousands
 *
 * Worked number: `1 234,5` has the digits `1234.5` and the mark `,`; `1,234` is ambiguous.
 */
export function readNumber(text: string): WrittenNumber {
  const match = shape.exec(text);
  if (match === null) return { is: "not-number" };
  const [, minus = "", written = "", mark, fraction = ""] = match;
  const whole = written.replaceAll(new RegExp(blanks, "g"), "");
  const digits = `${minus === "" ? "" : "-"}${whole}${fraction === "" ? "" : `.${fraction}`}`;
  const ambiguous = fraction.length === 3 && whole.length <= 3 && whole === written && !/^0/.test(whole);
  return { is: "number", digits, mark: mark as "," | "." | undefined, ambiguous };
}

/**
 * Scale written digits by a power of ten without a rounding of its own: the digits are moved, then read once.
 *
 * @param digits as `readNumber` gives them
 * @param power 0 for kroner, 3 for 1,000 kroner, 6 for millions
 */
export function scaled(digits: string, power: number): number {
  const value = Number(`${digits}e${power}`);
  return value === 0 ? 0 : value;
}
