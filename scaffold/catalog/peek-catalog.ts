import { templatesRoot } from '../package-root.ts';
import type { Base, Catalog, CiProvider, DeployTool, Event, StateStore, Style } from './catalog.ts';
import type { Language } from './language.ts';
import { type ManifestKind, readManifests } from './manifests.ts';

/**
 * The catalog for help texts, without validation, which would take longer than everything else. Broken
 * manifests are ignored here, and reported when a project is generated.
 */
export function peekCatalog(templates: string = templatesRoot): Catalog {
  return {
    templates,
    languages: peek<Language>(templates, 'language').filter(
      ({ versions, bases }) => versions?.[0] !== undefined && bases?.[0] !== undefined,
    ),
    bases: peek<Base>(templates, 'base'),
    styles: peek<Style>(templates, 'style'),
    events: peek<Event>(templates, 'event'),
    deployTools: peek<DeployTool>(templates, 'deploy'),
    stateStores: peek<StateStore>(templates, 'state'),
    ciProviders: peek<CiProvider>(templates, 'ci'),
  };
}

function peek<T>(templates: string, kind: ManifestKind): T[] {
  return readManifests(templates, kind).flatMap(({ json = '' }) => {
    try {
      return [JSON.parse(json) as T];
    } catch {
      return [];
    }
  });
}
