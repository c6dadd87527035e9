import type { Rule } from '../rule.ts';
import { layerName } from '../odd-entries.ts';

export const layerAbsolute: Rule = {
  id: 'layer-absolute',
  severity: 'warning',
  title: 'paths in layers are relative',
  why: 'Entries of a layer are named from its root, without a slash before them ("OCI Image Format Specification", "Image Layer Filesystem Changeset"). Docker removes the slash; Lambda has a reader of its own.',
  *check({ image: { layers } }) {
    for (const [index, { absolutePath }] of layers.entries()) {
      if (absolutePath === undefined) continue;
      yield {
        found: `Expected a path without a slash before it, found ${absolutePath}.`,
        where: layerName(layers, index),
        fix: 'Build the layer again with tar -C DIRECTORY -c . or with docker build.',
      };
    }
  },
};
