import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Answers } from '../options/options.ts';
import type { Language } from '../catalog/language.ts';

/** A folder of templates with `project/` (put into the project) and `parts/` (pieces of files). */
export interface Layer {
  readonly name: string;
  readonly folder: string;
}

/** The layers of a project, the most general one first. */
export function layersOf(templates: string, language: Language, { base }: Answers): Layer[] {
  return [
    'common',
    `bases/${base}`,
    ...language.families.map((family) => `families/${family}`),
    `languages/${language.id}`,
  ].map((name) => ({ name, folder: path.join(templates, name) }));
}

/** Every file of the layer that goes into the project: paths with slashes, in a stable order. */
export function filesOf({ folder }: Layer): string[] {
  const files = path.join(folder, 'project');
  if (!existsSync(files)) return [];
  return readdirSync(files, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(files, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .toSorted();
}
