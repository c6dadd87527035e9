import type { Rule } from '../rule.ts';

interface Leftover {
  where: string;
  bytes: number;
  what: string;
  fix: string;
}

/** Directories that only builds use, and who leaves them. */
const directories: readonly (readonly [path: RegExp, what: string, fix: string])[] = [
  [/\/\.git$/, 'a Git repository', 'Add .git to .dockerignore.'],
  [
    /^\/var\/lib\/apt\/lists$/,
    'package lists of apt',
    'rm -rf /var/lib/apt/lists/* in the RUN with apt-get update.',
  ],
  [
    /^\/var\/cache\/(apt\/archives|dnf|yum|apk)$/,
    'a cache of packages',
    'Empty it in the RUN that installs.',
  ],
  [
    /^\/root\/\.(cache|npm|cargo|hex|mix|gradle|m2|bundle)$/,
    'a cache of a package manager',
    'RUN --mount=type=cache,target=… keeps it out of the image.',
  ],
];

/** Of what a directory must have at least to be worth a word. */
const leastBytes = 1024 ** 2;

export const leftovers: Rule = {
  id: 'leftovers',
  severity: 'remark',
  title: 'nothing is left of the build',
  why: 'Lambda loads what is touched, but each byte is pushed, stored and paid for.',
  *check({ image }) {
    const found: Leftover[] = [];
    for (const { path, facts } of image.files.all()) {
      // What is in a directory comes right behind it.
      const last = found.at(-1);
      if (last !== undefined && path.startsWith(`${last.where}/`)) {
        last.bytes += facts.size;
      } else if (facts.type === 'directory') {
        const [, what, fix] = directories.find(([pattern]) => pattern.test(path)) ?? [];
        if (what !== undefined) found.push({ where: path, bytes: 0, what, fix: fix! });
      }
    }
    for (const { where, bytes, what, fix } of found) {
      if (bytes < leastBytes) continue;
      yield {
        found: `Expected nothing of the build, found ${what}: ${(bytes / 1024 ** 2).toFixed(1)} MB.`,
        where,
        fix,
      };
    }
  },
};
