import type { Budget } from '../budget.ts';
import type { FileFacts } from '../layer/file-facts.ts';
import { type Obstacle, type TreeNode, walkPath } from './walk-path.ts';

export interface FoundFile {
  /** Where it really is: absolute, without any symlink, `.` or `..`. */
  path: string;
  facts: FileFacts;
}

/** The file system of a container of the image: all layers applied. Its calls draw on the budget of the image. */
export interface FileTree {
  /**
   * Finds the file at a path. Symlinks are followed as in a process with the image as its root directory, including
   * one at the end of the path. Relative paths start at the root.
   */
  find(path: string): FoundFile | Obstacle;
  /** The same, without following a symlink at the end of the path. */
  findLink(path: string): FoundFile | Obstacle;
  /** The names in a directory, unordered; empty if the path is not a directory. */
  names(path: string): string[];
  /** All files, directories before their contents, without the root. */
  all(): Generator<FoundFile, void, undefined>;
}

export function createFileTree(root: TreeNode, budget: Budget): FileTree {
  function find(path: string, followLast: boolean): FoundFile | Obstacle {
    const place = walkPath(root, path, { followLast, budget });
    return 'problem' in place ? place : { path: place.path, facts: place.node.facts };
  }
  return {
    find: (path) => find(path, true),
    findLink: (path) => find(path, false),
    names(path) {
      const place = walkPath(root, path, { followLast: true, budget });
      const children = 'problem' in place ? undefined : place.node.children;
      budget.spend('steps', children?.size ?? 0);
      return [...(children?.keys() ?? [])];
    },
    *all() {
      const waiting = [{ node: root, path: '' }];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { node, path } = next;
        budget.spend('steps', 1 + (path.length >> 7));
        if (path !== '') yield { path, facts: node.facts };
        for (const [name, child] of node.children ?? []) {
          waiting.push({ node: child, path: `${path}/${name}` });
        }
      }
    },
  };
}
