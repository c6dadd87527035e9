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

/**
 * The default version of every language on every base, the other versions on the default base; in the full matrix
 * every version on every base.
 */
const chosen = combinations.filter(
  (combination) => isFullMatrix || hasDefaultVersion(combination) || hasDefaultBase(combination),
);

/** The default version of every language on its default base; in the full matrix every version on every base. */
export const defaultCombinations = combinations.filter(
  (combination) => isFullMatrix || (hasDefaultVersion(combination) && hasDefaultBase(combination)),
);

/** The chosen ones with both boots, for languages that have two: the standard one once a language, or in the full matrix everywhere. */
export const combinationsWithBoots: Combination[] = chosen.flatMap((combination) => {
  if (!onBeam.has(combination.language)) return [combination];
  const hasBoth = isFullMatrix || (hasDefaultVersion(combination) && hasDefaultBase(combination));
  return [
    { ...combination, boot: 'lean' },
    ...(hasBoth ? [{ ...combination, boot: 'standard' as const }] : []),
  ];
});

export function hasDefaultVersion({ language, version }: Combination): boolean {
  return languages.find(({ id }) => id === language)!.versions[0].version === version;
}

export function hasDefaultBase({ language, base }: Combination): boolean {
  return languages.find(({ id }) => id === language)!.bases[0] === base;
}
