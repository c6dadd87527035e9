import { wrap } from './wrap.ts';

export const lineWidth = 80;

export type Row = readonly [left: string, right: string];

/** Two columns, the right one wrapped. */
export function formatRows(rows: readonly Row[]): string[] {
  const indent = 2;
  const leftWidth = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.flatMap(([left, right]) =>
    wrap(right, lineWidth - indent - leftWidth).map(
      (line, index) => ' '.repeat(indent) + (index === 0 ? left : '').padEnd(leftWidth) + line,
    ),
  );
}
