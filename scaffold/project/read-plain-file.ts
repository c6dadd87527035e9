import { readFileSync, statSync } from 'node:fs';
import { ScaffoldError } from '../scaffold-error.ts';

/** Much more than any file of a project that is compared with a template has. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads a file of a project. Throws a ScaffoldError for a pipe or a device, which may never end, and for a huge file; errors of
 * node:fs otherwise.
 */
export function readPlainFile(file: string): Buffer {
  const stats = statSync(file);
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new ScaffoldError('failed', {
      problem: `Expected a file at ${file}, found a pipe, a device or a socket. Nothing was changed.`,
      fix: 'Remove it, or replace it by a file.',
    });
  }
  if (stats.size > mostBytes) {
    throw new ScaffoldError('failed', {
      problem: `Expected at most ${mostBytes} bytes in ${file}, found ${stats.size}. Nothing was changed.`,
      fix: 'Move it elsewhere.',
    });
  }
  return readFileSync(file);
}
