/**
 * How long it takes to read the facts of an image of 1 GB, against `docker save IMAGE | sha256sum`, and one of 10 MB,
 * against a Node.js that does nothing; and the memory that it takes. They take turns.
 *
 *     npm run build && npm run bench:image [rounds]
 *
 * Makes both images from node:24-trixie-slim, and removes them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 5);
const wanted = { ratio: 1.5, peakMb: 200, smallMs: 500 };

function here(file: string) {
  return fileURLToPath(new URL(file, import.meta.url));
}
if (!existsSync(here('../dist/lambda/image/read-image.js'))) {
  console.error('Expected the compiled generator in dist/, found none: npm run build');
  process.exit(1);
}
function docker(...args: string[]) {
  return execFileSync('docker', args, { encoding: 'utf8' }).trim();
}

function built(dockerfile: string, megabytes: number): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambda-container-bench-image-'));
  try {
    writeFileSync(path.join(directory, 'Dockerfile'), dockerfile);
    const file = openSync(path.join(directory, 'layer'), 'w');
    // Nothing that compresses: the worst case for an engine that stores layers so.
    for (let done = 0; done < megabytes; done += 1) {
      writeSync(file, randomFillSync(Buffer.alloc(1024 ** 2)));
    }
    closeSync(file);
    const name = `lambda-container-bench-image:${megabytes}-${process.pid}`;
    docker('build', '--quiet', '--provenance=false', '--sbom=false', '--tag', name, directory);
    return name;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function timed(command: string, args: string[]): { ms: number; stdout: string } {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed with ${status}:\n${stderr}`);
  return { ms: performance.now() - startedAt, stdout };
}

/** The whole process, with the start of Node.js. */
function read(image: string) {
  const { ms, stdout } = timed(process.execPath, [here('image/read.ts'), image]);
  return { ms, peakMb: (JSON.parse(stdout) as { peakMb: number }).peakMb };
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

const large = built('FROM node:24-trixie-slim\nCOPY layer /opt/layer\n', 800);
const small = built('FROM scratch\nCOPY layer /opt/layer\n', 10);
const times: Record<'save' | 'large' | 'small' | 'node' | 'peakMb', number[]> = {
  save: [],
  large: [],
  small: [],
  node: [],
  peakMb: [],
};
try {
  // The first round fills caches.
  for (let round = 0; round <= rounds; round += 1) {
    const save = timed('sh', ['-c', `docker image save ${large} | sha256sum`]).ms;
    const { ms, peakMb } = read(large);
    const { ms: smallMs } = read(small);
    const node = timed(process.execPath, ['--eval', '0']).ms;
    if (round === 0) continue;
    for (const [name, value] of Object.entries({ save, large: ms, small: smallMs, node, peakMb })) {
      times[name as keyof typeof times].push(value);
    }
  }
} finally {
  docker('image', 'rm', '--force', large, small);
}

const ratio = median(times.large) / median(times.save);
const addedMs = median(times.small) - median(times.node);
const peakMb = Math.max(...times.peakMb);
for (const [name, each] of Object.entries(times)) {
  console.log(`${name.padEnd(7)} ${each.map((value) => value.toFixed(0)).join(' ')}`);
}
console.log(`1 GB: ${ratio.toFixed(2)} × docker save | sha256sum (wanted: ${wanted.ratio})`);
console.log(`      ${peakMb.toFixed(0)} MB at most (wanted: ${wanted.peakMb})`);
console.log(
  `10 MB: ${addedMs.toFixed(0)} ms over the start of Node.js (wanted: ${wanted.smallMs})`,
);
if (ratio > wanted.ratio || peakMb > wanted.peakMb || addedMs > wanted.smallMs)
  process.exitCode = 1;
