import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from './catalog.ts';
import type { Language } from './language.ts';

/** Names that a project cannot have, although they are well formed. */
export interface Reservation {
  /** Whose name it is: it completes "it is …". */
  readonly by: string;
  /** What is made of the project's name before it is looked up. */
  readonly form: 'as it is' | 'snake_case' | 'PascalCase';
  readonly names: ReadonlySet<string>;
}

/**
 * What nobody can use, and what the language and its families have a use for: a project with such a name would
 * not compile, or would hide a module of the platform. Read from reserved-names.json of their directories, where
 * names are strings of words.
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
    return reserved.map(({ by, form, names }) => ({
      by,
      form,
      names: new Set(names.flatMap((line) => line.split(' '))),
    }));
  });
}

interface ReservedNames {
  readonly by: string;
  readonly form: Reservation['form'];
  readonly names: readonly string[];
}
