/**
 * What is installed with the package: how much it takes on the disk, and how many packages it brings.
 *
 *     npm run build && node bench/package.ts
 */
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';

const root = fileURLToPath(new URL('..', import.meta.url));
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

const cwd = mkdtempSync(path.join(tmpdir(), 'lambda-container-bench-'));
try {
  const packed = ['pack', '--ignore-scripts', '--pack-destination', cwd, ...quiet];
  const tarball = execaSync('npm', packed, { cwd: root }).stdout.trim();
  execaSync('npm', ['install', '--prefer-offline', ...quiet, path.join(cwd, tarball)], { cwd });
  const lock = JSON.parse(
    readFileSync(path.join(cwd, 'node_modules/.package-lock.json'), 'utf8'),
  ) as { packages: object };
  const own = sizeOf(path.join(cwd, 'node_modules/generator-lambda-container'));
  console.log(`tarball    ${megabytes(lstatSync(path.join(cwd, tarball)).size)}`);
  console.log(`unpacked   ${megabytes(own)}`);
  console.log(`installed  ${megabytes(sizeOf(path.join(cwd, 'node_modules')))}`);
  console.log(`packages   ${Object.keys(lock.packages).length}`);
} finally {
  rmSync(cwd, { recursive: true });
}

/** The bytes of all files below a directory. */
function sizeOf(directory: string): number {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(path.join(entry.parentPath, entry.name)).size, 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1).padStart(6)} MB`;
}
