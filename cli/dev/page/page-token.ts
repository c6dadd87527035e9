import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * What the page has to show to the server, so that no other page and no other user of this machine can use its API. It is the same each time for
 * a project: a page that is open goes on when `dev` is restarted. It follows from a key that only this user can read.
 */
export function pageToken(project: string, state = stateDirectory()): string {
  return createHmac('sha256', pageKey(path.join(state, 'lambda-container')))
    .update(project)
    .digest('base64url')
    .slice(0, 32);
}

function stateDirectory(): string {
  const given = process.env['XDG_STATE_HOME'];
  return given !== undefined && path.isAbsolute(given)
    ? given
    : path.join(homedir(), '.local/state');
}

/** Where none can be kept, one for this process. */
function pageKey(directory: string): string {
  const file = path.join(directory, 'page-key');
  const key = randomBytes(32).toString('hex');
  const written = `${file}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const kept = readKey(file);
    if (kept !== undefined) return kept;
    writeFileSync(written, key, { mode: 0o600, flag: 'wx' });
    try {
      // Unlike a rename, it fails if another process was quicker: both then have the same key.
      linkSync(written, file);
    } finally {
      rmSync(written, { force: true });
    }
    return key;
  } catch {
    return readKey(file) ?? key;
  }
}

/** Undefined if there is none, or if others could have read or written it. */
function readKey(file: string): string | undefined {
  try {
    const { mode, uid } = lstatSync(file);
    const isPrivate = process.getuid === undefined || (mode & 0o077) === 0;
    const isOwn = process.getuid === undefined || uid === process.getuid();
    const key = readFileSync(file, 'utf8');
    return isPrivate && isOwn && /^[0-9a-f]{64}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
