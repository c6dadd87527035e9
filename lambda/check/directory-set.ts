interface Node {
  children: Map<string, Node>;
  /** Whether it is one of the directories: what is below does not matter then. */
  isEnd: boolean;
}

/**
 * Whether a path is one of the directories, or in one of them. What a question takes depends on the length of the path,
 * not on the number of directories.
 */
export function directorySet(directories: readonly string[]): (path: string) => boolean {
  const root = newNode();
  for (const directory of directories) {
    let node = root;
    for (const name of directory.split('/')) {
      if (node.isEnd) break;
      let child = node.children.get(name);
      if (child === undefined) {
        child = newNode();
        node.children.set(name, child);
      }
      node = child;
    }
    node.isEnd = true;
    node.children.clear();
  }
  return (path) => {
    let node: Node | undefined = root;
    for (const name of path.split('/')) {
      node = node.children.get(name);
      if (node === undefined) return false;
      if (node.isEnd) return true;
    }
    return false;
  };
}

function newNode(): Node {
  return { children: new Map(), isEnd: false };
}
