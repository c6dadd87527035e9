/** A table in Markdown, readable as it stands: the first column to the left, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)),
  );
  function line(row: readonly string[]) {
    return `| ${row.map((cell, column) => pad(cell, widths[column]!, column)).join(' | ')} |`;
  }
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function pad(cell: string, width: number, column: number) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
