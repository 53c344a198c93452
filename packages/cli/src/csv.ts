// Fields of CSV, the same in every table that the program writes.

/** Keep a text from being taken for a formula by a spreadsheet. */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Write a field: in quotes where it holds a comma, a quote or the end of a line. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
