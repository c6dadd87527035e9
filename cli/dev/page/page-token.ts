import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What the page has to show to the server, so that no other page and no other user of this machine can use its API. In a Git
 * repository, a project keeps its token in `.git`, which is neither committed nor part of an image: a page that is open goes on when
 * `dev` is restarted. Elsewhere, each run has its own.
 */
export function pageToken(project: string): string {
  const file = path.join(project, '.git', 'lambda-container-page-token');
  const token = randomBytes(24).toString('base64url');
  const written = `${file}.${process.pid}`;
  try {
    const kept = readToken(file);
    if (kept !== undefined) return kept;
    writeFileSync(written, token, { mode: 0o600, flag: 'wx' });
    try {
      // Unlike a rename, it fails if another process was quicker: both then have the same token.
      linkSync(written, file);
    } finally {
      rmSync(written, { force: true });
    }
    return token;
  } catch {
    return readToken(file) ?? token;
  }
}

/** Undefined if there is none, or if others could have read or written it. */
function readToken(file: string): string | undefined {
  try {
    const { mode, uid } = lstatSync(file);
    const isPrivate = process.getuid === undefined || (mode & 0o077) === 0;
    const isOwn = process.getuid === undefined || uid === process.getuid();
    const token = readFileSync(file, 'utf8');
    return isPrivate && isOwn && /^[\w-]{32}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
