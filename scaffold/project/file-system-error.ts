import { ScaffoldError } from '../scaffold-error.ts';

const explanations: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and run this again.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and run this again.'],
  EACCES: ['permission is denied', 'Make the directory writable, or run this in another one.'],
  EPERM: [
    'the operation is not permitted',
    'Make the directory writable, or run this in another one.',
  ],
  EROFS: ['the file system is read-only', 'Run this in a writable directory.'],
  ENOTDIR: ['a file is where a directory should be', 'Rename or remove that file.'],
  EEXIST: ['a file is where a directory should be', 'Rename or remove that file.'],
  EISDIR: ['a directory is where a file should be', 'Rename or remove that directory.'],
  ENAMETOOLONG: ['the path is too long', 'Run this in a directory with a shorter path.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n) and run this again.'],
};

/**
 * Turns an error of node:fs into one that says what to do. Other errors are returned unchanged.
 * `file` is named in the message, because the error itself may name a temporary file.
 */
export function explainFileSystemError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return error;
  }
  const [why, fix] = explanations[error.code] ?? [error.message, 'Check what is at that path.'];
  return new ScaffoldError(
    'failed',
    { problem: `Cannot write ${file}: ${why}. Nothing was changed.`, fix },
    { cause: error },
  );
}
