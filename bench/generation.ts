/**
 * How much longer it takes to generate a project than to run a Yeoman generator that does nothing.
 *
 *     npm run build && node bench/generation.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastestMs, timeInTurns } from './time-in-turns.ts';

const bin = fileURLToPath(new URL('../bin/lambda-container.js', import.meta.url));
const empty = fileURLToPath(new URL('./empty-generator/run.js', import.meta.url));
const budgetMs = 100;

const cwd = mkdtempSync(path.join(tmpdir(), 'lambda-container-bench-'));
try {
  const times = timeInTurns(
    {
      'empty Yeoman generator': [empty],
      'lambda-container new': [bin, 'new', 'hello', '--yes'],
    },
    {
      runs: 10,
      cwd,
      afterEach: () => rmSync(path.join(cwd, 'hello'), { recursive: true, force: true }),
    },
  );
  for (const [name, each] of Object.entries(times)) {
    console.log(`${name.padEnd(24)} ${fastestMs(each).toFixed(0).padStart(5)} ms`);
  }
  const [emptyMs, oursMs] = Object.values(times).map((each) => fastestMs(each));
  const overMs = oursMs! - emptyMs!;
  console.log(`${overMs.toFixed(0)} ms over an empty generator; at most ${budgetMs} are allowed.`);
  if (overMs > budgetMs) process.exitCode = 1;
} finally {
  rmSync(cwd, { recursive: true });
}
