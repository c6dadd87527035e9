/**
 * How long `lambda-container --help` and `--version` take, as a multiple of `node -e 0`.
 *
 *     npm run build && node bench/startup.ts
 */
import { fileURLToPath } from 'node:url';
import { fastestMs, timeInTurns } from './time-in-turns.ts';

const bin = fileURLToPath(new URL('../bin/lambda-container.js', import.meta.url));
const budget = 2;

const times = timeInTurns(
  {
    'node -e 0': ['-e', '0'],
    'lambda-container --version': [bin, '--version'],
    'lambda-container --help': [bin, '--help'],
    'lambda-container new --help': [bin, 'new', '--help'],
  },
  { runs: 20 },
);

const empty = fastestMs(times['node -e 0']!);
for (const [name, each] of Object.entries(times)) {
  const ratio = fastestMs(each) / empty;
  console.log(
    `${name.padEnd(28)} ${fastestMs(each).toFixed(0).padStart(5)} ms  ${ratio.toFixed(2)} ×`,
  );
  if (ratio > budget) process.exitCode = 1;
}
console.log(process.exitCode === 1 ? `Over ${budget} ×.` : `All within ${budget} ×.`);
