// Pieces of HTML: text made safe, and tables that a screen reader can walk through.

/** Escape text for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Put a table into a box that scrolls by itself and can be reached by keyboard. */
export function scrolling(label: string, table: string): string {
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${table}</div>`;
}

/**
 * Write a table.
 *
 * @param head the column headers
 * @param rows cells as text; the first of a row is its header, the others are figures
 */
export function tableOf(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const header = head
    .map((cell, c) => `<th scope="col"${c > 0 ? ' class="number"' : ""}>${escapeHtml(cell)}</th>`)
    .join("");
  const body = rows
    .map(
      ([first = "", ...rest]) =>
        `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((cell) => `<td class="number">${breakable(cell)}</td>`).join("")}</tr>`,
    )
    .join("\n");
  return scrolling(
    caption,
    `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${header}</tr></thead><tbody>${body}</tbody></table>`,
  );
}

/** A figure whose interval may stand on a line of its own where the table is too wide for its page. */
function breakable(cell: string): string {
  return escapeHtml(cell).replace(/ (\([^()]*\))/, " <wbr><span>$1</span>");
}
