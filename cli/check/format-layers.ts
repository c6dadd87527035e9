import { instructionOf } from '../../lambda/check/base-layers.ts';
import { withoutSecrets } from '../../lambda/check/secret-values.ts';
import type { ImageFacts } from '../../lambda/image/image-facts.ts';
import { formatBytes } from './bytes.ts';
import { printable } from '../../terminal/printable.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Where no terminal says how much of an instruction there is room for. */
const usualWidth = 100;

/** A line for each layer with its size and its instruction, and the sum. */
export function formatLayers({ layers }: ImageFacts, terminal: Terminal): string[] {
  const sizes = layers.map(({ bytes }) => formatBytes(bytes));
  const total = formatBytes(layers.reduce((sum, { bytes }) => sum + bytes, 0));
  const width = Math.max(...[...sizes, total].map(({ length }) => length));
  const room = Math.min(terminal.width, usualWidth) - width - 4;
  return [
    terminal.bold('Layers'),
    '',
    ...layers.map(({ createdBy }, index) => {
      const instruction = cut(asInDockerfile(createdBy), room);
      return `  ${sizes[index]!.padStart(width)}  ${instruction}`.trimEnd();
    }),
    `  ${total.padStart(width)}  in ${count(layers.length, 'layer')}`,
    '',
  ];
}

/** `3 layers`, `1 layer`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** Without what builders add. */
function asInDockerfile(createdBy: string | undefined): string {
  return printable(withoutSecrets(instructionOf(createdBy)).replaceAll(/\s+/g, ' '))
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/^RUN (?:\|\d+ .*?)?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .trim();
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
