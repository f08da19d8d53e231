/** A Markdown table with its columns padded, so that it is also readable as text. */
export function alignedTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((title, i) =>
    Math.max(3, title.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (isFigure(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |`;
  // The first column says what, the others how much.
  const isFigure = (i: number): boolean => i > 0;
  const rule = widths.map((width, i) =>
    isFigure(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return `${[line(head), line(rule), ...rows.map(line)].join('\n')}\n`;
}
