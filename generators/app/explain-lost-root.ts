import { asCliError } from '../../terminal/as-cli-error.ts';
import { CliError } from '../../terminal/cli-error.ts';

/**
 * `yo`, started as root, becomes another user before it loads a generator, without a word (its dependency root-check).
 * Says so in an error of permissions, and returns other errors unchanged.
 */
export function explainLostRoot(error: unknown): unknown {
  const user = lostRoot();
  if (user === undefined || !isPermissionDenied(error)) return error;
  const { code, problem } = asCliError(error);
  const fix =
    `yo was started as root and became the user ${user}, who has no permission there. ` +
    'Use `lambda-container new`, which remains root, or start yo as the owner of the directory.';
  return new CliError(code, { problem, fix }, { cause: error });
}

/** The user that root has become: its group remains root's, except under sudo. */
function lostRoot(): number | undefined {
  const user = process.getuid?.();
  if (user === undefined || user === 0) return undefined;
  const isSudo = process.env['SUDO_UID'] === String(user);
  return isSudo || process.getgid?.() === 0 ? user : undefined;
}

function isPermissionDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return true;
  return isPermissionDenied(error.cause);
}
