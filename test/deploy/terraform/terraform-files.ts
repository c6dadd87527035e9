import type { Catalog } from '../../../scaffold/catalog/catalog.ts';
import type { Tree } from '../../helpers/temporary-directory.ts';
import { type Functions, projectFiles } from '../project-files.ts';

/** What a project in Python, or in another language, has in terraform/. */
export function terraformFiles(
  catalog: Catalog,
  functions: Functions,
  language?: string,
  state?: string,
): Tree {
  const directory = 'terraform/';
  return Object.fromEntries(
    Object.entries(projectFiles(catalog, 'terraform', functions, language, state))
      .filter(([file]) => file.startsWith(directory))
      .map(([file, text]) => [file.slice(directory.length), text]),
  );
}
