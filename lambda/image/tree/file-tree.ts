import type { FileFacts } from '../layer/file-facts.ts';
import { type Obstacle, type TreeNode, walkPath } from './walk-path.ts';

export interface FoundFile {
  /** Where it really is: absolute, without any symlink, `.` or `..`. */
  path: string;
  facts: FileFacts;
}

/** What a container of the image sees: all layers on one another. */
export interface FileTree {
  /**
   * What is at a path, with symlinks followed as a process would whose root directory is the image, the last one
   * too. Relative paths are from the root.
   */
  find(path: string): FoundFile | Obstacle;
  /** The same, but a symlink at the end of the path is what is found. */
  findLink(path: string): FoundFile | Obstacle;
  /** The names in a directory, in no order; empty for all that is no directory. */
  names(path: string): string[];
  /** All there is, directories before what is in them, without the root. */
  all(): Generator<FoundFile, void, undefined>;
}

export function createFileTree(root: TreeNode): FileTree {
  function find(path: string, followLast: boolean): FoundFile | Obstacle {
    const place = walkPath(root, path, { followLast });
    return 'problem' in place ? place : { path: place.path, facts: place.node.facts };
  }
  return {
    find: (path) => find(path, true),
    findLink: (path) => find(path, false),
    names(path) {
      const place = walkPath(root, path, { followLast: true });
      return 'problem' in place ? [] : [...(place.node.children?.keys() ?? [])];
    },
    *all() {
      const waiting = [{ node: root, path: '' }];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { node, path } = next;
        if (path !== '') yield { path, facts: node.facts };
        for (const [name, child] of node.children ?? []) {
          waiting.push({ node: child, path: `${path}/${name}` });
        }
      }
    },
  };
}
