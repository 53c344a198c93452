// A plain text table for people and for logs: columns padded to their widest cell, numbers to the right.

/**
 * Lay out rows as text.
 *
 * @param {readonly string[]} head one title per column
 * @param {readonly (readonly string[])[]} rows as many cells as titles
 * @param {readonly number[]} [rightAligned] indices of the columns that are set to the right
 * @returns {string} lines without a line break at the end
 */
export function table(head, rows, rightAligned = []) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (/** @type {readonly string[]} */ cells) =>
    widths
      .map((width, i) => {
        const cell = cells[i] ?? "";
        return rightAligned.includes(i) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/**
 * Write a duration as people read it.
 *
 * @param {number} seconds
 * @returns {string} for instance "0.4 s", "12 s"
 */
export function duration(seconds) {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
