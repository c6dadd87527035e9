import path from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../scaffold/package-root.ts';

/**
 * Runs a shell script in a mount namespace of its own, where even root meets a full disk or a
 * read-only directory. In the script `new` stands for `lambda-container new`.
 */
export async function runOnMount(cwd: string, script: string) {
  const bin = path.join(packageRoot, 'bin/lambda-container.js');
  const functions = `new() { "${process.execPath}" "${bin}" new "$@" </dev/null; }
tree() { find . | sort | xargs ls -ld --time-style=+; find . -type f | sort | xargs sha1sum; }`;
  const { exitCode, stdout, stderr } = await execa(
    'unshare',
    ['--map-root-user', '--mount', 'sh', '-euc', `${functions}\n${script}`],
    { cwd, reject: false },
  );
  return { exitCode, stdout, stderr };
}
