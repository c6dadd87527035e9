import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from './catalog.ts';
import type { Language } from './language.ts';

/** The ids of the events that a language has a handler for: each is a cell of the language or of its families. */
export function languageEvents({ templates, events }: Catalog, language: Language): string[] {
  const owners = [`languages/${language.id}`, ...language.families.map((id) => `families/${id}`)];
  return events
    .map(({ id }) => id)
    .filter((id) => owners.some((owner) => existsSync(path.join(templates, owner, 'events', id))));
}
