import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import type { Combination } from './project.ts';

const languages = loadCatalog().languages;

/** Every language in every version on every base. */
export const combinations: Combination[] = languages.flatMap((language) =>
  language.versions.flatMap(({ version }) =>
    language.bases.map((base) => ({ language: language.id, version, base })),
  ),
);

const onBeam = new Set(
  languages.filter(({ families }) => families.includes('beam')).map(({ id }) => id),
);

/** The same, and those languages that have two boots with the other boot as well. */
export const combinationsWithBoots: Combination[] = combinations.flatMap((combination) =>
  onBeam.has(combination.language)
    ? [
        { ...combination, boot: 'lean' },
        { ...combination, boot: 'standard' },
      ]
    : [combination],
);
