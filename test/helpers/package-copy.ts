import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../scaffold/package-root.ts';
import { temporaryDirectory, type Tree, writeTree } from './temporary-directory.ts';

/** The package as it is published, in a directory of its own, with these files instead or besides. */
export function packageCopy(changes: Tree): Disposable & { readonly path: string } {
  const copy = temporaryDirectory();
  for (const part of ['bin', 'dist', 'templates', 'package.json']) {
    cpSync(path.join(packageRoot, part), path.join(copy.path, part), { recursive: true });
  }
  symlinkSync(path.join(packageRoot, 'node_modules'), path.join(copy.path, 'node_modules'));
  writeTree(copy.path, changes);
  return copy;
}

/** The same, with these files below templates/. */
export function packageWithTemplates(templates: Tree): ReturnType<typeof packageCopy> {
  const changes = Object.entries(templates).map(([file, contents]) => [
    `templates/${file}`,
    contents,
  ]);
  return packageCopy(Object.fromEntries(changes));
}
