import type { ImageFacts } from '../../image/image-facts.ts';
import type { FoundFile } from '../../image/tree/file-tree.ts';
import { closedDirectory, workingDirectory } from '../command.ts';
import { functionDirectories } from '../function-directories.ts';
import { octal } from '../octal.ts';
import type { Problem, Rule } from '../rule.ts';

/** A few examples are enough to see the cause. */
const shown = 5;

export const unreadableCode: Rule = {
  id: 'unreadable-code',
  severity: 'error',
  title: 'all users may read the code',
  why: 'Lambda runs functions as a user that owns no file in the image: files need mode 0644, directories and executables 0755 (Lambda guide, "Troubleshoot container image issues"). COPY keeps the modes that files have on your machine.',
  *check({ image, own, started }) {
    const directories = functionDirectories(image);
    const parents = new Set(
      directories.map((directory) => closedDirectory(image, directory)?.path),
    );
    // The rules workdir and entrypoint-not-executable report these.
    const atStart = closedAtStart(image, started);
    // A started binary needs no read permission, and entrypoint-not-executable reports the rest.
    const startedPaths = new Set(started.map(({ path }) => path));
    const wrong: { path: string; mode: number }[] = [];
    let closed: string | undefined;
    for (const file of image.files.all()) {
      const { path, facts } = file;
      // The contents of a closed directory follow it, and are not reported again.
      if (closed !== undefined && path.startsWith(`${closed}/`)) continue;
      const needed = facts.type === 'directory' ? 0o005 : 0o004;
      if (facts.type === 'symlink' || (facts.mode & needed) === needed) continue;
      if (!parents.has(path) && !own.isCode(file)) continue;
      if (facts.type === 'directory') closed = path;
      if (!atStart.has(path) && !startedPaths.has(path)) wrong.push({ path, mode: facts.mode });
    }
    for (const { path: where, mode } of wrong.slice(0, shown)) {
      yield {
        found: `Expected read permission for others, found mode ${octal(mode)}.`,
        where,
        fix: 'COPY --chmod=a+rX … (BuildKit), or RUN chmod -R a+rX …',
      };
    }
    if (wrong.length > shown) yield more(wrong.length - shown);
  },
};

/** The directories that keep others out of WORKDIR, and of what Lambda starts. */
export function closedAtStart(
  image: ImageFacts,
  started: readonly FoundFile[],
): ReadonlySet<string | undefined> {
  const paths = [workingDirectory(image), ...started.map(({ path }) => path)];
  return new Set(paths.map((path) => closedDirectory(image, path)?.path));
}

function more(count: number): Problem {
  return {
    found: `Expected read permission for others on all files, found ${count} more files without.`,
    fix: 'COPY --chmod=a+rX …',
  };
}
