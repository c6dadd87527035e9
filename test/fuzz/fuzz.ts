/**
 * Makes images out of hostile structures and checks them, until the time is over: every one must be checked or refused,
 * within 5 seconds of a processor and 250 MB. Prints what is not, with the seed that makes it again; exit code 1 if
 * there was any.
 *
 *     npm run fuzz -- [--minutes 30] [--seed N]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { randomRecipe } from './make-input.ts';
import type { Tried } from './try-inputs.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [minutes, first] = [Number(values.minutes), Number(values.seed)];

const most = { cpuMs: 5000, peakMb: 250 };
const batch = 10;

/** A process that does not end is a finding too. */
const patienceMs = 10 * 60_000;

const counts = { checked: 0, refused: 0, findings: 0 };
const reasons = new Map<string, number>();
const worst = { cpuMs: 0, peakMb: 0 };
const endsAt = Date.now() + minutes * 60_000;

console.log(`seed ${first}, ${minutes} minutes`);
let seed = first;
for (; Date.now() < endsAt; seed += batch) {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambda-container-fuzz-'));
  try {
    const made = Array.from({ length: batch }, (_, at) => path.join(directory, `${seed + at}.tar`));
    execFileSync(process.execPath, [
      here('make-inputs.ts'),
      directory,
      String(seed),
      String(batch),
    ]);
    for (let left = made; left.length > 0;) left = left.slice(tryAll(left));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
console.log(
  `${seed - first} inputs: ${counts.checked} checked, ${counts.refused} refused, ${counts.findings} findings;` +
    ` at most ${worst.cpuMs} ms of a processor, ${worst.peakMb} MB`,
);
for (const [reason, count] of [...reasons].toSorted(([, a], [, b]) => b - a)) {
  console.log(`${String(count).padStart(6)}  ${reason}`);
}
if (counts.findings > 0) process.exitCode = 1;

/** Returns how many were tried: not all of them, if one of them ends the process. */
function tryAll(files: readonly string[]): number {
  const { status, signal, stdout, stderr } = run(files);
  const tried = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tried);
  for (const each of tried) note(each);
  if (status === 0) return files.length;
  found(files[tried.length]!, `ends the process (${signal ?? status}): ${stderr.slice(-500)}`);
  return tried.length + 1;
}

function run(files: readonly string[]) {
  return spawnSync(process.execPath, [here('try-inputs.ts'), ...files], {
    encoding: 'utf8',
    timeout: patienceMs,
    maxBuffer: 64 * 1024 ** 2,
  });
}

function note({ file, outcome, error, cpuMs, peakMb }: Tried): void {
  worst.cpuMs = Math.max(worst.cpuMs, cpuMs);
  if (outcome === 'crashed') return found(file, `crashes: ${error}`);
  counts[outcome] += 1;
  const reason =
    error === undefined
      ? 'checked'
      : `refused: ${error.replaceAll(/\S*[/:\d]\S*/g, '…').slice(0, 60)}`;
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  if (cpuMs > most.cpuMs) found(file, `takes ${cpuMs} ms of a processor`);
  if (peakMb <= most.peakMb) worst.peakMb = Math.max(worst.peakMb, peakMb);
  else noteMemory(file);
}

/** Memory is that of all files before it, too: it is tried alone. */
function noteMemory(file: string): void {
  const { stdout } = run([file]);
  const { peakMb } = JSON.parse(stdout || '{"peakMb":0}') as Tried;
  worst.peakMb = Math.max(worst.peakMb, peakMb);
  if (peakMb > most.peakMb) found(file, `takes ${peakMb} MB`);
}

function found(file: string, what: string): void {
  counts.findings += 1;
  const its = Number(path.basename(file, '.tar'));
  console.log(`seed ${its} ${what}\n  ${JSON.stringify(randomRecipe(its))}`);
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
