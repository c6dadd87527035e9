import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Contents of files by their path. */
export type Tree = Readonly<Record<string, string>>;

/** A folder with these files that is removed at the end of the block: `using folder = …`. */
export function temporaryFolder(tree: Tree = {}): Disposable & { readonly path: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-container-test-'));
  writeTree(folder, tree);
  return {
    path: folder,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [file, contents] of Object.entries(tree)) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
}

/** Every file and folder below, hidden ones too: a folder ends in a slash and has no contents. */
export function readTree(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .map((entry): [string, string] => {
        const target = path.join(entry.parentPath, entry.name);
        const file = path.relative(folder, target);
        return entry.isDirectory() ? [`${file}/`, ''] : [file, readFileSync(target, 'latin1')];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
