import type { Catalog } from '../../scaffold/catalog/catalog.ts';
import { languageEvents } from '../../scaffold/catalog/language-events.ts';
import { type Answers, defaultEvent, type OptionName } from '../../scaffold/options/options.ts';

/** The answers that a project of one function is made with, but its name. */
export type SampleProject = Pick<Answers & { event: string }, Exclude<OptionName, 'name'>>;

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
    const others = languageEvents(catalog, language).filter((event) => event !== defaultEvent);
    return [
      ...images.map((image) => ({ ...image, event: defaultEvent })),
      ...others.map((event) => ({ ...images[0]!, event })),
    ];
  });
}
