import type { Rule } from '../rule.ts';

interface Leftover {
  where: string;
  bytes: number;
  what: string;
  fix: string;
}

/** Directories that only builds use. */
const directories: readonly (readonly [path: RegExp, what: string, fix: string])[] = [
  [/\/\.git$/, 'a Git repository', 'Add .git to .dockerignore.'],
  [
    /^\/var\/lib\/apt\/lists$/,
    'apt package lists',
    'Add rm -rf /var/lib/apt/lists/* to the RUN with apt-get update.',
  ],
  [
    /^\/var\/cache\/(apt\/archives|dnf|yum|apk)$/,
    'a package cache',
    'Empty it in the RUN that installs packages.',
  ],
  [
    /^\/root\/\.(cache|npm|cargo|hex|mix|gradle|m2|bundle)$/,
    'a package manager cache',
    'Use RUN --mount=type=cache,target=… to keep it out of the image.',
  ],
  [
    /^\/tmp\/(node-compile-cache|v8-compile-cache[^/]*|yarn--[^/]*|NuGetScratch)$/,
    'a cache of a build tool',
    'Remove it in the RUN that creates it.',
  ],
];

/** Smaller directories are not worth reporting. */
const leastBytes = 1024 ** 2;

export const leftovers: Rule = {
  id: 'leftovers',
  severity: 'remark',
  title: 'no files of the build are left in the image',
  why: 'Lambda loads only what the function reads, but the whole image is pushed, stored and paid for.',
  *check({ image }) {
    const found: Leftover[] = [];
    for (const { path, facts } of image.files.all()) {
      // The contents of a directory follow it in this order.
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
        found: `Expected no files of the build, found ${what}: ${(bytes / 1024 ** 2).toFixed(1)} MB.`,
        where,
        fix,
      };
    }
  },
};
