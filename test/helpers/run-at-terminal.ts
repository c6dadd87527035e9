import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { packageRoot } from '../../scaffold/package-root.ts';

/** What the terminal says, and the keys that are typed in answer. */
export type Step = readonly [says: string, keys: string];

export const enter = '\r';
export const down = '\u001B[B';
export const ctrlC = '\u0003';

/** Runs a command at a real terminal, and gives all that it showed. */
export async function runAtTerminal(
  cwd: string,
  command: readonly string[],
  steps: readonly Step[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode: number | undefined; readonly shown: string }> {
  const script = path.join(packageRoot, 'test/helpers/at_terminal.py');
  const { exitCode, all } = await execa('python3', [script, JSON.stringify(steps), ...command], {
    cwd,
    env: { CI: '', TERM: 'xterm', ...env },
    reject: false,
    all: true,
  });
  return { exitCode, shown: stripVTControlCharacters(all).replaceAll('\r\n', '\n') };
}
