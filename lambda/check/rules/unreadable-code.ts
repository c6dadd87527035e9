import path from 'node:path';

import { functionFolders } from '../programs.ts';
import type { Rule } from '../rule.ts';

/** Enough to see what is wrong. */
const shown = 5;

export const unreadableCode: Rule = {
  id: 'unreadable-code',
  severity: 'error',
  title: 'all users may read the code',
  why: 'Lambda runs functions as a user that owns nothing in the image: files need mode 0644, folders and programs 0755 (Lambda guide, "Troubleshoot container image issues"). COPY keeps the modes that files have on your machine.',
  *check({ image }) {
    const folders = functionFolders(image);
    const wrong: { path: string; mode: number }[] = [];
    let closed: string | undefined;
    for (const { path: file, facts } of image.files.all()) {
      if (!folders.some((folder) => file === folder || file.startsWith(`${folder}/`))) continue;
      // What is below a closed folder is not told again.
      if (closed !== undefined && path.posix.dirname(file).startsWith(closed)) continue;
      const needed = facts.type === 'folder' ? 0o005 : 0o004;
      if (facts.type === 'symlink' || (facts.mode & needed) === needed) continue;
      if (facts.type === 'folder') closed = file;
      wrong.push({ path: file, mode: facts.mode });
    }
    for (const { path: where, mode } of wrong.slice(0, shown)) {
      yield {
        found: `Expected permission for others to read it, found mode ${mode.toString(8).padStart(4, '0')}.`,
        where,
        fix: 'COPY --chmod=a+rX … (BuildKit), or RUN chmod -R a+rX on it.',
      };
    }
    if (wrong.length > shown) {
      yield {
        found: `Expected permission for others to read all files, found ${wrong.length - shown} more without.`,
        fix: 'COPY --chmod=a+rX …',
      };
    }
  },
};
