import { type Budget, textSteps } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import type { OddEntry } from '../image-facts.ts';
import type { LayerEntry } from '../layer/scan-layer.ts';
import { maxPathLength } from '../limits.ts';
import { createFileTree, type FileTree, type FoundFile } from './file-tree.ts';
import { type TreeNode, walkPath } from './walk-path.ts';

export interface AppliedLayers {
  files: FileTree;
  /** Files of lower layers that a later layer removes or replaces. */
  hidden: FoundFile[];
  oddEntries: OddEntry[];
}

/**
 * Puts layers on one another, the lowest first, as the "OCI Image Format Specification" has it ("Image Layer
 * Filesystem Changeset"), and where that says nothing, as containerd does (pkg/archive/tar.go).
 */
export function applyLayers(layers: LayerEntry[][], budget: Budget): AppliedLayers {
  const root = directoryNode(0);
  const hidden: FoundFile[] = [];
  const oddEntries: OddEntry[] = [];
  function onOdd(entry: OddEntry): void {
    if (oddEntries.length < maxOddEntries) oddEntries.push(entry);
  }
  const used = new Set<LayerEntry[]>();
  layers.forEach((entries, layer) => {
    // One layer may be in an image more than once.
    const isUsed = used.has(entries);
    used.add(entries);
    const apply: Apply = { root, layer, hidden, onOdd, budget };
    // Whiteouts remove files of lower layers only, whatever the order of the entries.
    for (const { path } of entries) applyWhiteout(path, apply);
    for (const entry of entries) {
      if (isWhiteout(entry.path)) continue;
      const facts = isUsed ? { ...entry.facts } : entry.facts;
      if (isUsed) budget.spend('keptBytes', nodeBytes);
      facts.layer = layer;
      applyEntry({ ...entry, facts }, apply);
    }
  });
  return { files: createFileTree(root, budget), hidden, oddEntries };
}

const maxOddEntries = 1000;

/** What a directory takes in memory that is in no layer, and an entry that is used again. */
const nodeBytes = 512;

/** Where an entry is put, and what is told of it. */
interface Apply {
  root: TreeNode;
  layer: number;
  hidden: FoundFile[];
  onOdd: (entry: OddEntry) => void;
  budget: Budget;
}

const whiteoutPrefix = '.wh.';

/** Removes all files of lower layers from the directory. */
const opaqueName = '.wh..wh..opq';

/** Other names that begin so are notes of AUFS to itself. */
const metadataPrefix = '.wh..wh.';

function isWhiteout(path: string): boolean {
  return split(path).name.startsWith(whiteoutPrefix);
}

function applyWhiteout(path: string, { root, hidden, budget }: Apply): void {
  const { directory, name } = split(path);
  if (!name.startsWith(whiteoutPrefix)) return;
  const removed = name.slice(whiteoutPrefix.length);
  if (removed === '' || removed === '.' || removed === '..') {
    throw unusable(`the whiteout /${path} to name a file`, 'none');
  }
  const place = walkPath(root, directory, { followLast: true, budget });
  if ('problem' in place || place.node.children === undefined) return;
  const { children } = place.node;
  if (name === opaqueName) {
    for (const [each, node] of children) hide(hidden, joined(place.path, each), node, budget);
    children.clear();
  }
  if (name.startsWith(metadataPrefix)) return;
  hide(hidden, joined(place.path, removed), children.get(removed), budget);
  children.delete(removed);
}

/** Keeps all files at a place that is about to be removed. */
function hide(hidden: FoundFile[], path: string, node: TreeNode | undefined, budget: Budget): void {
  const waiting = node === undefined ? [] : [{ path, node }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { facts, children } = next.node;
    budget.spend('steps', textSteps(next.path.length));
    budget.spend('keptBytes', hiddenBytes);
    if (facts.type === 'file') hidden.push({ path: next.path, facts });
    for (const [name, child] of children ?? []) {
      waiting.push({ path: joined(next.path, name), node: child });
    }
  }
}

function applyEntry({ path, hardLinkTo, facts }: LayerEntry, apply: Apply): void {
  const { root, layer, hidden, onOdd, budget } = apply;
  if (path === '') {
    if (facts.type === 'directory') root.facts = facts;
    return;
  }
  const { directory, name } = split(path);
  let isOrphan = false;
  const parent = walkPath(root, directory, {
    followLast: true,
    create() {
      isOrphan = true;
      budget.spend('keptBytes', nodeBytes);
      return directoryNode(layer);
    },
    budget,
  });
  if ('problem' in parent || parent.node.children === undefined) {
    const found = 'problem' in parent ? `${parent.problem} at ${parent.path}` : 'something else';
    throw unusable(`a directory to put /${path} in`, found);
  }
  // By way of symlinks, a short path may lead to a long one.
  if (parent.path.length + name.length >= maxPathLength) {
    throw unusable(
      `paths of at most ${maxPathLength} characters, with symlinks followed`,
      `a longer one for /${path.slice(0, shownLength)}`,
    );
  }
  if (isOrphan) onOdd({ layer, kind: 'no-parent', path: `/${path}` });
  const siblings = parent.node.children;
  const before = siblings.get(name);
  const isDirectory = facts.type === 'directory' && hardLinkTo === undefined;
  if (before !== undefined && !(isDirectory && before.children !== undefined)) {
    if (before.facts.layer === layer) onOdd({ layer, kind: 'duplicate', path: `/${path}` });
    else hide(hidden, joined(parent.path, name), before, budget);
  }
  if (hardLinkTo !== undefined) {
    const target = walkPath(root, hardLinkTo, { followLast: false, budget });
    if ('problem' in target || target.node.children !== undefined) {
      onOdd({ layer, kind: 'no-target', path: `/${path}`, target: `/${hardLinkTo}` });
      return;
    }
    siblings.set(name, { facts: target.node.facts, children: undefined });
    return;
  }
  const children = isDirectory ? (before?.children ?? new Map<string, TreeNode>()) : undefined;
  siblings.set(name, { facts, children });
}

/** Of a path in an error. */
const shownLength = 80;

/** What a hidden file takes in memory. */
const hiddenBytes = 96;

function joined(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
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
      foreignSystem: undefined,
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
