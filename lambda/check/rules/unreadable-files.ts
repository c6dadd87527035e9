import { octal } from '../octal.ts';
import type { Rule } from '../rule.ts';
import { closedAtStart } from './unreadable-code.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

interface Unreadable {
  path: string;
  mode: number;
  /** How many files of a closed directory the image adds, and the first one. */
  files: number;
  example: string | undefined;
}

export const unreadableFiles: Rule = {
  id: 'unreadable-files',
  severity: 'warning',
  title: 'all users may read the files that the image adds to its base image',
  why: 'Lambda runs functions as a user that owns no file in the image, and with HOME unset: data, models, packages and browsers that a build as root leaves in /root are out of its reach. Whether the function reads a file shows only when it does: "permission denied".',
  *check({ image, own, started }) {
    const startedPaths = new Set(started.map(({ path }) => path));
    const atStart = closedAtStart(image, started);
    const wrong: Unreadable[] = [];
    let closed: Unreadable | undefined;
    for (const file of image.files.all()) {
      const { path, facts } = file;
      const isInside = closed !== undefined && path.startsWith(`${closed.path}/`);
      if (!isInside) {
        closed = undefined;
        if (facts.type === 'directory' && (facts.mode & 0o001) === 0) {
          closed = { path, mode: facts.mode, files: 0, example: undefined };
          wrong.push(closed);
        }
      }
      if (facts.type !== 'file' || own.isCode(file) || !own.isOwn(file)) continue;
      if (startedPaths.has(path)) continue;
      if (isInside) {
        closed!.files += 1;
        closed!.example ??= path;
      } else if ((facts.mode & 0o004) === 0) {
        wrong.push({ path, mode: facts.mode, files: 1, example: undefined });
      }
    }
    const found = wrong.filter(({ path, files }) => files > 0 && !atStart.has(path));
    for (const { path, mode, files, example } of found.slice(0, shown)) {
      yield {
        found:
          example === undefined
            ? `Expected read permission for others, found mode ${octal(mode)}.`
            : `Expected permission for others to enter ${path}, found mode ${octal(mode)}: it contains ${example}${files > 1 ? ` and ${files - 1} more ${files > 2 ? 'files' : 'file'}` : ''}.`,
        where: path,
        fix:
          example === undefined
            ? `RUN chmod a+r ${path}`
            : `Put the files elsewhere, such as /opt, or RUN chmod a+x ${path}`,
      };
    }
    if (found.length > shown) {
      yield {
        found: `Expected read permission for others on all files, found ${found.length - shown} more files and directories without.`,
        fix: 'COPY --chmod=a+rX … (BuildKit), or RUN chmod -R a+rX …',
      };
    }
  },
};
