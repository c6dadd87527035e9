import type { Budget } from '../budget.ts';
import type { FileFacts } from '../layer/file-facts.ts';
import { maxPathLength } from '../limits.ts';

/** A place in the file tree of an image. */
export interface TreeNode {
  facts: FileFacts;
  /** By name; directories only. */
  children: Map<string, TreeNode> | undefined;
}

export interface Place {
  node: TreeNode;
  /** Absolute, without any symlink, `.` or `..`. */
  path: string;
}

export interface Obstacle {
  /** Nothing there; something there that is no directory, and more of the path behind; more than 40 symlinks. */
  problem: 'absent' | 'not-a-directory' | 'loop';
  /** Where it is: absolute, without symlinks before it. */
  path: string;
}

export interface WalkOptions {
  /** Whether a symlink at the end of the path is followed. */
  followLast: boolean;
  /** Creates missing directories on the path. */
  create?: (() => TreeNode) | undefined;
  /** Pays for each name that is looked up. */
  budget: Budget;
}

/** As many as Linux follows (MAXSYMLINKS in include/linux/namei.h). */
const maxLinks = 40;

/** Finds a path as a process would whose root directory is the image: nothing leads out of it. */
export function walkPath(
  root: TreeNode,
  path: string,
  { followLast, create, budget }: WalkOptions,
): Place | Obstacle {
  // Linux does not even begin with it.
  if (path.length > maxPathLength) return { problem: 'absent', path: '/' };
  // What is left of the path, the next name last.
  const left: string[] = [];
  function follow(text: string): void {
    const parts = text.split('/');
    budget.spend('steps', parts.length);
    for (let index = parts.length - 1; index >= 0; index -= 1) left.push(parts[index]!);
  }
  follow(path);
  const names: string[] = [];
  const directories = [root];
  let links = 0;
  while (left.length > 0) {
    const name = left.pop()!;
    const directory = directories.at(-1)!;
    if (directory.children === undefined)
      return { problem: 'not-a-directory', path: joined(names) };
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (names.length > 0) {
        names.pop();
        directories.pop();
      }
      continue;
    }
    let child = directory.children.get(name);
    if (child === undefined) {
      if (create === undefined) return { problem: 'absent', path: joined([...names, name]) };
      child = create();
      directory.children.set(name, child);
    }
    const target = child.facts.linkTarget;
    if (target !== undefined && (followLast || left.length > 0)) {
      links += 1;
      if (links > maxLinks) return { problem: 'loop', path: joined([...names, name]) };
      if (target.startsWith('/')) {
        names.length = 0;
        directories.length = 1;
      }
      follow(target);
      continue;
    }
    names.push(name);
    directories.push(child);
  }
  return { node: directories.at(-1)!, path: joined(names) };
}

function joined(names: string[]): string {
  return `/${names.join('/')}`;
}
