import type { Catalog } from '../../scaffold/catalog/catalog.ts';
import { languageEvents } from '../../scaffold/catalog/language-events.ts';
import type { Answers } from '../../scaffold/options/options.ts';

export interface SampleProject extends Omit<Answers, 'name'> {
  /** Of its one function. */
  readonly event: string;
}

const architectures = ['x86_64', 'arm64'] as const;

/**
 * Every version of a language on every base for every architecture, and every event in every language: few
 * files depend on both, so not every event on every image.
 */
export function sampleProjects(catalog: Catalog): SampleProject[] {
  return catalog.languages.flatMap((language) => {
    const images = language.versions.flatMap(({ version: languageVersion }) =>
      language.bases.flatMap((base) =>
        architectures.map((architecture) => ({
          language: language.id,
          languageVersion,
          base,
          architecture,
        })),
      ),
    );
    const [first, ...others] = languageEvents(catalog, language);
    return [
      ...images.map((image) => ({ ...image, event: first! })),
      ...others.map((event) => ({ ...images[0]!, event })),
    ];
  });
}
