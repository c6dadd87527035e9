import type { Catalog } from '../../scaffold/catalog/catalog.ts';
import { languageEvents } from '../../scaffold/catalog/language-events.ts';
import { defaultStyle, languageStyles } from '../../scaffold/catalog/language-styles.ts';
import { type Answers, defaultEvent, type OptionName } from '../../scaffold/options/options.ts';

/** The answers that a project of one function is made with, but its name. */
export type SampleProject = Pick<Answers & { event: string }, Exclude<OptionName, 'name'>>;

const architectures = ['x86_64', 'arm64'] as const;

/**
 * Every version of a language on every base for every architecture, every event and every style in every language, and
 * every deploy tool with every event and every state store in one: few files depend on two of them, so not every event on every image. An
 * AGENTS.md for every style, and each CI.
 */
export function sampleProjects(catalog: Catalog): SampleProject[] {
  const deployTools = catalog.deployTools.filter(({ id }) => id !== 'none');
  const stores = catalog.stateStores.map(({ id }) => id).filter((id) => id !== 'none');
  return catalog.languages.flatMap((language) => {
    const images = language.versions.flatMap(({ version: languageVersion }) =>
      language.bases.flatMap((base) =>
        architectures.map((architecture) => ({
          language: language.id,
          languageVersion,
          base,
          architecture,
          style: defaultStyle,
          deploy: 'none',
          state: 'none',
          ci: 'none',
          agentsMd: 'no',
        })),
      ),
    );
    const events = languageEvents(catalog, language, defaultStyle);
    const others = events.filter((event) => event !== defaultEvent);
    const styles = languageStyles(language).filter((style) => style !== defaultStyle);
    const tools = language === catalog.languages[0] ? deployTools : [];
    return [
      ...images.map((image) => ({ ...image, event: defaultEvent })),
      ...others.map((event) => ({ ...images[0]!, event })),
      ...styles.map((style) => ({ ...images[0]!, style, event: defaultEvent })),
      ...languageStyles(language).map((style) => ({
        ...images[0]!,
        style,
        event: defaultEvent,
        agentsMd: 'yes',
      })),
      ...tools.flatMap(({ id: deploy }) => [
        ...events.map((event) => ({ ...images[0]!, deploy, event })),
        ...stores.map((state) => ({ ...images[0]!, deploy, state, event: defaultEvent })),
      ]),
      ...catalog.ciProviders
        .filter(({ id }) => id !== 'none')
        .map(({ id: ci }) => ({ ...images[0]!, event: defaultEvent, ci })),
    ];
  });
}
