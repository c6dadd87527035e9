import type { Rule } from '../rule.ts';
import { oddEntries } from '../odd-entries.ts';

export const layerHardLink: Rule = {
  id: 'layer-hard-link',
  severity: 'error',
  preventsStart: 'always',
  title: 'each hard link in a layer comes after the file that it links to',
  why: 'A hard link is another name of a file that was unpacked before it. Without that file, nothing can unpack the layer.',
  *check({ image }) {
    yield* oddEntries(image, 'no-target', ({ path, target }) => ({
      found: `Expected the hard link ${path} to be another name of a file before it, found none at ${target}.`,
      fix: 'Build the layer again, with the file itself before its hard links.',
    }));
  },
};
