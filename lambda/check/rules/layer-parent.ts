import type { Rule } from '../rule.ts';
import { oddEntries } from '../odd-entries.ts';

export const layerParent: Rule = {
  id: 'layer-parent',
  severity: 'error',
  title: 'layers have an entry for the directory of each file before that of the file',
  why: 'Lambda creates no directories that layers do not have: "MissingParentDirectory: Parent directory does not exist for file". Docker does, so the image works on your machine. Typical causes: rules of Bazel and Nix that write layers without docker build.',
  *check({ image }) {
    yield* oddEntries(image, 'no-parent', ({ path }) => ({
      found: `Expected an entry for the directory of ${path} before it, found none.`,
      fix: 'Add directories to the layer, before their contents, or build the image with docker build.',
    }));
  },
};
