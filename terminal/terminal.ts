import { styleText } from 'node:util';

/** How to format text for an output stream. */
export interface Terminal {
  /** Characters in a line; Infinity in a pipe, so that lines are not wrapped. */
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Longer lines are hard to read. */
const widest = 100;
const narrowest = 40;

/** Colours as the stream, NO_COLOR and FORCE_COLOR have it. */
export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  function style(format: Parameters<typeof styleText>[0]) {
    return (text: string) => styleText(format, text, { stream });
  }
  return {
    width: stream.isTTY
      ? Math.min(Math.max(stream.columns || 80, narrowest), widest)
      : Number.POSITIVE_INFINITY,
    bold: style('bold'),
    dim: style('dim'),
    red: style(['bold', 'red']),
    yellow: style(['bold', 'yellow']),
    cyan: style(['bold', 'cyan']),
  };
}
