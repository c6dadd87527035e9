import { closedDirectory, workingDirectory } from '../command.ts';
import { functionDirectories, isWithin } from '../function-directories.ts';
import { octal } from '../octal.ts';
import type { Problem, Rule } from '../rule.ts';

/** Enough to see what is wrong. */
const shown = 5;

export const unreadableCode: Rule = {
  id: 'unreadable-code',
  severity: 'error',
  title: 'all users may read the code',
  why: 'Lambda runs functions as a user that owns nothing in the image: files need mode 0644, directories and programs 0755 (Lambda guide, "Troubleshoot container image issues"). COPY keeps the modes that files have on your machine.',
  *check({ image, started }) {
    const directories = functionDirectories(image);
    const parents = new Set(
      directories.map((directory) => closedDirectory(image, directory)?.path),
    );
    // That is what another rule says.
    const atStart = closedDirectory(image, workingDirectory(image))?.path;
    // What is started need not be read if it is a program, and has a rule of its own as well.
    const startedPaths = new Set(started.map(({ path }) => path));
    const wrong: { path: string; mode: number }[] = [];
    let closed: string | undefined;
    for (const { path, facts } of image.files.all()) {
      // What is below a closed directory comes right behind it, and is not told again.
      if (closed !== undefined && isWithin(path, [closed])) continue;
      const needed = facts.type === 'directory' ? 0o005 : 0o004;
      if (facts.type === 'symlink' || (facts.mode & needed) === needed) continue;
      if (!parents.has(path) && !isWithin(path, directories)) continue;
      if (facts.type === 'directory') closed = path;
      if (path !== atStart && !startedPaths.has(path)) wrong.push({ path, mode: facts.mode });
    }
    for (const { path: where, mode } of wrong.slice(0, shown)) {
      yield {
        found: `Expected permission for others to read it, found mode ${octal(mode)}.`,
        where,
        fix: 'COPY --chmod=a+rX … (BuildKit), or RUN chmod -R a+rX on it.',
      };
    }
    if (wrong.length > shown) yield more(wrong.length - shown);
  },
};

function more(count: number): Problem {
  return {
    found: `Expected permission for others to read all files, found ${count} more without.`,
    fix: 'COPY --chmod=a+rX …',
  };
}
