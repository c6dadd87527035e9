import type { FileTree } from '../../lambda/image/tree/file-tree.ts';

/** A file, or a directory with everything in it. */
export interface SizedNode {
  /** From the root for the topmost; from its parent for the others, several names where there is hardly anything else. */
  readonly path: string;
  readonly bytes: number;
  /** The largest first; only those that are among the largest of the image. */
  readonly children: readonly SizedNode[];
}

/** As many as fit on a screen. */
const usualCount = 30;

/** Some small files beside a large one do not matter. */
const hardlyLess = 0.99;

interface Node {
  readonly name: string;
  bytes: number;
  readonly children: Map<string, Node>;
}

/** The largest files and directories of an image, as a tree from its root. */
export function sizeTree(files: FileTree, most = usualCount): SizedNode {
  const root = summed(files);
  const chosen = largest(root, most);
  function sized(node: Node, prefix = ''): SizedNode {
    const children = [...node.children.values()]
      .filter((child) => chosen.has(child))
      .toSorted(bySize);
    const path = `${prefix}${node.name}`;
    const [only] = children;
    // A directory with hardly anything else in it is joined with its child.
    if (only !== undefined && only.bytes >= node.bytes * hardlyLess && node !== root) {
      return sized(only, `${path}/`);
    }
    return { path, bytes: node.bytes, children: children.map((child) => sized(child)) };
  }
  return sized(root);
}

/** A file with several names (hard links) counts under the first: it is there only once. */
function summed(files: FileTree): Node {
  const root: Node = { name: '/', bytes: 0, children: new Map() };
  const counted = new Set<object>();
  for (const { path, facts } of files.all()) {
    if (facts.type !== 'file' || counted.has(facts)) continue;
    counted.add(facts);
    let node = root;
    node.bytes += facts.size;
    for (const name of path.slice(1).split('/')) {
      let child = node.children.get(name);
      if (child === undefined) {
        child = { name, bytes: 0, children: new Map() };
        node.children.set(name, child);
      }
      child.bytes += facts.size;
      node = child;
    }
  }
  return root;
}

/** A directory is at least as large as what is in it, so the largest are found from the root down. */
function largest(root: Node, most: number): Set<Node> {
  const chosen = new Set<Node>();
  let waiting = [...root.children.values()];
  while (chosen.size < most && waiting.length > 0) {
    const next = waiting.reduce((a, b) => (b.bytes > a.bytes ? b : a));
    waiting = waiting.filter((each) => each !== next);
    chosen.add(next);
    waiting.push(...next.children.values());
  }
  return chosen;
}

function bySize(a: Node, b: Node): number {
  return b.bytes - a.bytes || (a.name < b.name ? -1 : 1);
}
