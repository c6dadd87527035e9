/**
 * How long the command takes to start, and to make a project, as a multiple of `node -e 0`.
 *
 *     npm run build && node bench/startup.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastestMs, timeInTurns } from './time-in-turns.ts';

const bin = fileURLToPath(new URL('../bin/lambda-container.js', import.meta.url));

/** The most that each may take, in times of `node -e 0`. */
const budgets: Readonly<Record<string, number>> = {
  'lambda-container --version': 2,
  'lambda-container --help': 2,
  'lambda-container new --help': 2,
  'lambda-container new --yes': 5,
};

const cwd = mkdtempSync(path.join(tmpdir(), 'lambda-container-bench-'));
try {
  const times = timeInTurns(
    {
      'node -e 0': ['-e', '0'],
      'lambda-container --version': [bin, '--version'],
      'lambda-container --help': [bin, '--help'],
      'lambda-container new --help': [bin, 'new', '--help'],
      'lambda-container new --yes': [bin, 'new', 'hello', '--yes'],
    },
    {
      runs: 20,
      cwd,
      afterEach: () => rmSync(path.join(cwd, 'hello'), { recursive: true, force: true }),
    },
  );
  const empty = fastestMs(times['node -e 0']!);
  for (const [name, each] of Object.entries(times)) {
    const ratio = fastestMs(each) / empty;
    const budget = budgets[name] ?? Number.POSITIVE_INFINITY;
    const verdict = ratio > budget ? `over ${budget} ×` : '';
    const ms = fastestMs(each).toFixed(0).padStart(5);
    console.log(`${name.padEnd(28)} ${ms} ms  ${ratio.toFixed(2)} ×  ${verdict}`.trimEnd());
    if (ratio > budget) process.exitCode = 1;
  }
} finally {
  rmSync(cwd, { recursive: true });
}
