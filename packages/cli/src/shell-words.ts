// Commands as text that a reader can paste into a shell.

/**
 * Write words as one line for a POSIX shell: what a shell would take apart stands in single quotes.
 *
 * Worked example: `--set` and `transfer.share=uniform(0.2, 0.8)` make `--set 'transfer.share=uniform(0.2, 0.8)'`.
 */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./=:@,%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
