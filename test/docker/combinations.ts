import { defaultStyle, languageStyles } from '../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import type { Combination } from './project.ts';

const { languages } = loadCatalog();

/** Whether every version on every base is tested whole, as by `make test-full`. */
export const isFullMatrix = process.env['TEST_MATRIX'] === 'full';

/** Every language in every version on every base, with the default event. */
export const combinations: Combination[] = languages.flatMap((language) =>
  language.versions.flatMap(({ version }) =>
    language.bases.map((base) => ({ language: language.id, version, base })),
  ),
);

/** The other styles of every language, in its default version on its default base. */
export const combinationsWithStyles: Combination[] = languages.flatMap((language) =>
  languageStyles(language)
    .filter((style) => style !== defaultStyle)
    .map((style) => ({
      language: language.id,
      version: language.versions[0].version,
      base: language.bases[0],
      style,
    })),
);

/** Their VM has two boots. */
export const onBeam: ReadonlySet<string> = new Set(
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
