import type { Rule } from '../rule.ts';

/** Folders that only builds use, and who leaves them. */
const folders: readonly (readonly [path: RegExp, what: string, fix: string])[] = [
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

/** Of what a folder must have at least to be worth a word. */
const leastBytes = 1024 ** 2;

export const leftovers: Rule = {
  id: 'leftovers',
  severity: 'remark',
  title: 'nothing is left of the build',
  why: 'Lambda loads what is touched, but each byte is pushed, stored and paid for.',
  *check({ image }) {
    const found = new Map<string, { bytes: number; what: string; fix: string }>();
    for (const { path, facts } of image.files.all()) {
      if (facts.type === 'folder') {
        const match = folders.find(([pattern]) => pattern.test(path));
        if (match !== undefined) found.set(path, { bytes: 0, what: match[1], fix: match[2] });
        continue;
      }
      for (const [folder, entry] of found) {
        if (path.startsWith(`${folder}/`)) entry.bytes += facts.size;
      }
    }
    for (const [where, { bytes, what, fix }] of found) {
      if (bytes < leastBytes) continue;
      yield {
        found: `Expected nothing of the build, found ${what}: ${(bytes / 1024 ** 2).toFixed(1)} MB.`,
        where,
        fix,
      };
    }
  },
};
