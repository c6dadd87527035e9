import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import type { FileFacts } from '../layer/file-facts.ts';
import type { LayerEntry } from '../layer/scan-layer.ts';
import { createFileTree, type FileTree } from './file-tree.ts';
import { type TreeNode, walkPath, type WalkOptions } from './walk-path.ts';

/**
 * Puts layers on one another, the lowest first, as the "OCI Image Format Specification" has it ("Image Layer
 * Filesystem Changeset"), and where that says nothing, as containerd does (pkg/archive/tar.go).
 */
export function applyLayers(layers: LayerEntry[][], budget: Budget): FileTree {
  const root = directoryNode(0);
  const used = new Set<LayerEntry[]>();
  layers.forEach((entries, layer) => {
    // One layer may be in an image more than once.
    const isUsed = used.has(entries);
    used.add(entries);
    const walk = { onStep: () => budget.spend('pathSteps', 1) };
    // Whiteouts remove files of lower layers only, whatever the order of the entries.
    for (const { path } of entries) applyWhiteout(root, path, walk);
    for (const entry of entries) {
      if (isWhiteout(entry.path)) continue;
      const facts = isUsed ? { ...entry.facts } : entry.facts;
      facts.layer = layer;
      applyEntry(root, { ...entry, facts }, layer, walk);
    }
  });
  return createFileTree(root);
}

const whiteoutPrefix = '.wh.';

/** Removes all files of lower layers from the directory. */
const opaqueName = '.wh..wh..opq';

/** Other names that begin so are notes of AUFS to itself. */
const metadataPrefix = '.wh..wh.';

function isWhiteout(path: string): boolean {
  return split(path).name.startsWith(whiteoutPrefix);
}

function applyWhiteout(root: TreeNode, path: string, walk: Pick<WalkOptions, 'onStep'>): void {
  const { directory, name } = split(path);
  if (!name.startsWith(whiteoutPrefix)) return;
  const removed = name.slice(whiteoutPrefix.length);
  if (removed === '' || removed === '.' || removed === '..') {
    throw unusable(`the whiteout /${path} to name a file`, 'none');
  }
  const place = walkPath(root, directory, { followLast: true, ...walk });
  if ('problem' in place) return;
  if (name === opaqueName) place.node.children?.clear();
  if (name.startsWith(metadataPrefix)) return;
  place.node.children?.delete(removed);
}

function applyEntry(
  root: TreeNode,
  { path, hardLinkTo, facts }: LayerEntry,
  layer: number,
  walk: Pick<WalkOptions, 'onStep'>,
): void {
  if (path === '') {
    if (facts.type === 'directory') root.facts = facts;
    return;
  }
  const { directory, name } = split(path);
  const parent = walkPath(root, directory, {
    followLast: true,
    create: () => directoryNode(layer),
    ...walk,
  });
  if ('problem' in parent || parent.node.children === undefined) {
    const found = 'problem' in parent ? `${parent.problem} at ${parent.path}` : 'something else';
    throw unusable(`a directory to put /${path} in`, found);
  }
  const siblings = parent.node.children;
  if (hardLinkTo !== undefined) {
    siblings.set(name, { facts: linked(root, path, hardLinkTo, walk), children: undefined });
    return;
  }
  if (facts.type !== 'directory') {
    siblings.set(name, { facts, children: undefined });
    return;
  }
  const children = siblings.get(name)?.children ?? new Map<string, TreeNode>();
  siblings.set(name, { facts, children });
}

function linked(
  root: TreeNode,
  path: string,
  target: string,
  walk: Pick<WalkOptions, 'onStep'>,
): FileFacts {
  const place = walkPath(root, target, { followLast: false, ...walk });
  if ('problem' in place) {
    throw unusable(`the hard link /${path} to be another name of a file`, `none at /${target}`);
  }
  if (place.node.children !== undefined) {
    throw unusable(
      `the hard link /${path} to be another name of a file`,
      `the directory /${target}`,
    );
  }
  return place.node.facts;
}

function split(path: string): { directory: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

/** The mode that engines give to a directory that is in no layer, although files in it are. */
function directoryNode(layer: number): TreeNode {
  return {
    facts: {
      type: 'directory',
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 0,
      linkTarget: undefined,
      layer,
      elf: undefined,
      content: undefined,
    },
    children: new Map(),
  };
}

function unusable(expected: string, found: string): ImageError {
  return new ImageError({
    expected,
    found,
    fix: 'No engine can unpack the image: build it again.',
  });
}
