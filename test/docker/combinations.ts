import { loadLanguages } from '../../generators/support/languages.ts';
import type { Combination } from './project.ts';

/** Every language in every version on every base. */
export const combinations: Combination[] = loadLanguages().flatMap((language) =>
  language.versions.flatMap(({ version }) =>
    language.bases.map((base) => ({ language: language.id, version, base })),
  ),
);

/** The same, and those languages that have two boots with the other boot as well. */
export const combinationsWithBoots: Combination[] = combinations.flatMap((combination) =>
  loadLanguages().some(
    ({ id, families }) => id === combination.language && families.includes('beam'),
  )
    ? [
        { ...combination, boot: 'lean' },
        { ...combination, boot: 'standard' },
      ]
    : [combination],
);
