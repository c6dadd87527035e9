import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Contents of files by their path. */
export type Tree = Readonly<Record<string, string>>;

/** A directory with these files that is removed at the end of the block: `using directory = …`. */
export function temporaryDirectory(tree: Tree = {}): Disposable & { readonly path: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'lambda-container-test-'));
  writeTree(directory, tree);
  return {
    path: directory,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true, maxRetries: 9 }),
  };
}

export function writeTree(directory: string, tree: Tree): void {
  for (const [file, contents] of Object.entries(tree)) {
    const target = path.join(directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}

/** Every file and directory below, hidden ones too: a directory ends in a slash and has no contents. */
export function readTree(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory, { withFileTypes: true, recursive: true })
      .map((entry): [string, string] => {
        const target = path.join(entry.parentPath, entry.name);
        const file = path.relative(directory, target);
        return entry.isDirectory() ? [`${file}/`, ''] : [file, readFileSync(target, 'latin1')];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
