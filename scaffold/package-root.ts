import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder with our package.json: the same whether this runs from generators/ (a checkout, in
 * tests) or from dist/generators/ (published), because templates/ is read in place.
 */
export const packageRoot = findPackageRoot(import.meta.dirname);

export const templatesRoot = path.join(packageRoot, 'templates');

export function packageVersion(): string {
  const manifest = readFileSync(path.join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function findPackageRoot(folder: string): string {
  return existsSync(path.join(folder, 'package.json'))
    ? folder
    : findPackageRoot(path.dirname(folder));
}
