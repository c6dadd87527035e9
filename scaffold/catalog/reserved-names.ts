import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from './catalog.ts';
import type { Language } from './language.ts';

/** Names that are well formed, but that a project cannot have. */
export interface Reservation {
  /** The reason, which completes "it is …". */
  readonly by: string;
  /** The form of the project's name that is looked up. */
  readonly form: 'as it is' | 'snake_case' | 'PascalCase' | 'flatcase';
  readonly names: ReadonlySet<string>;
  /** Whether only projects cannot have them, and further functions can. */
  readonly onlyOfProjects: boolean;
}

/**
 * The names that are reserved in every language, by the language and by its families: a project with such a name
 * would not compile, or would hide a module of the platform. They are read from reserved-names.json in the directory
 * of each, where a string has several names.
 */
export function reservationsFor(
  { templates }: Catalog,
  language: Language | undefined,
): Reservation[] {
  const directories = [
    'common',
    ...(language?.families ?? []).map((family) => `families/${family}`),
    ...(language === undefined ? [] : [`languages/${language.id}`]),
  ];
  return directories.flatMap((directory) => {
    const file = path.join(templates, directory, 'reserved-names.json');
    if (!existsSync(file)) return [];
    const reserved = JSON.parse(readFileSync(file, 'utf8')) as ReservedNames[];
    return reserved.map(({ by, form, onlyOfProjects = false, names }) => ({
      by,
      form,
      onlyOfProjects,
      names: new Set(names.flatMap((line) => line.split(' '))),
    }));
  });
}

interface ReservedNames {
  readonly by: string;
  readonly form: Reservation['form'];
  readonly onlyOfProjects?: boolean;
  readonly names: readonly string[];
}
