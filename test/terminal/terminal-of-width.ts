import type { Terminal } from '../../terminal/terminal.ts';

function as(style: string) {
  return (text: string): string => `<${style}>${text}</${style}>`;
}

/** A terminal whose colours can be read. */
export function terminalOfWidth(width: number): Terminal {
  return {
    width,
    bold: as('bold'),
    dim: as('dim'),
    red: as('red'),
    yellow: as('yellow'),
    cyan: as('cyan'),
  };
}
