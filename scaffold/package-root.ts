import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The directory of our package.json, which also has templates/. It is the same for sources (a checkout, in
 * tests) and for dist/ (published).
 */
export const packageRoot = findPackageRoot(import.meta.dirname);

export const templatesRoot = path.join(packageRoot, 'templates');

export function packageVersion(): string {
  const manifest = readFileSync(path.join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function findPackageRoot(directory: string): string {
  return existsSync(path.join(directory, 'package.json'))
    ? directory
    : findPackageRoot(path.dirname(directory));
}
