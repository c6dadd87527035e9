import { loadLanguages } from '../../generators/support/languages.ts';
import type { Combination } from './project.ts';

/** Every language in every version on every base. */
export const combinations: Combination[] = loadLanguages().flatMap((language) =>
  language.versions.flatMap(({ version }) =>
    language.bases.map((base) => ({ language: language.id, version, base })),
  ),
);
