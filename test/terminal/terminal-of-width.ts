import type { Terminal } from '../../terminal/terminal.ts';

const as =
  (style: string) =>
  (text: string): string =>
    `<${style}>${text}</${style}>`;

/** A terminal whose colours can be read. */
export const terminalOfWidth = (width: number): Terminal => ({
  width,
  bold: as('bold'),
  dim: as('dim'),
  red: as('red'),
  yellow: as('yellow'),
  cyan: as('cyan'),
});
