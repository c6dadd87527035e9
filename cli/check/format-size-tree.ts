import { formatBytes } from './bytes.ts';
import { printable } from '../../terminal/printable.ts';
import type { SizedNode } from './size-tree.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** A line for each file or directory, with those below it indented. */
export function formatSizeTree(tree: SizedNode, terminal: Terminal): string[] {
  const rows = [...rowsOf(tree, '', '')];
  const width = Math.max(...rows.map(({ size }) => size.length));
  return [
    terminal.bold('Largest files and directories'),
    '',
    ...rows.map(({ size, text }) => `  ${size.padStart(width)}  ${text}`),
    '',
  ];
}

function* rowsOf(
  { path, bytes, children }: SizedNode,
  head: string,
  rest: string,
): Generator<{ size: string; text: string }> {
  yield { size: formatBytes(bytes), text: `${head}${printable(path)}` };
  for (const [index, child] of children.entries()) {
    const isLast = index === children.length - 1;
    yield* rowsOf(child, `${rest}${isLast ? '└ ' : '├ '}`, `${rest}${isLast ? '  ' : '│ '}`);
  }
}
