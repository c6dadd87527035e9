import { formatRows, lineWidth, type Row } from './columns.ts';
import { wrap } from './wrap.ts';

export interface Help {
  /** Without `Usage:`; one for each way to call it. */
  readonly usage: readonly string[];
  readonly summary: string;
  readonly details?: readonly string[];
  readonly rows: readonly Row[];
  /** Printed below the rows. */
  readonly ending?: string;
}

/** What `--help` prints, with lines that fit a terminal of 80 columns. */
export function formatHelp({ usage, summary, details = [], rows, ending }: Help): string {
  return [
    ...usage.map((line, index) => `${index === 0 ? 'Usage: ' : '       '}${line}`),
    '',
    ...wrap(summary, lineWidth),
    ...details.flatMap((detail) => wrap(detail, lineWidth)),
    '',
    ...formatRows([...rows, ['-h, --help', 'print help']]),
    '',
    ...(ending === undefined ? [] : [...wrap(ending, lineWidth), '']),
  ].join('\n');
}
