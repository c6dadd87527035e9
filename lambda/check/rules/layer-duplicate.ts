import type { Rule } from '../rule.ts';
import { oddEntries } from '../odd-entries.ts';

export const layerDuplicate: Rule = {
  id: 'layer-duplicate',
  severity: 'warning',
  title: 'no layer contains a file twice',
  why: 'A layer must not have two entries for one path ("OCI Image Format Specification", "Image Layer Filesystem Changeset"). Docker takes the last one; Lambda has a reader of its own.',
  *check({ image }) {
    yield* oddEntries(image, 'duplicate', ({ path }) => ({
      found: `Expected one entry for ${path} in the layer, found two.`,
      fix: 'Build the layer again from one directory. tar -r and tar -u append to an archive: use tar -c.',
    }));
  },
};
