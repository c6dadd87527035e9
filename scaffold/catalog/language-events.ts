import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from './catalog.ts';
import type { Language } from './language.ts';

/**
 * The ids of the events that a language has a handler for in a style: each is a cell of the language or of its
 * families, for all styles or for this one.
 */
export function languageEvents(
  { templates, events }: Catalog,
  language: Language,
  style: string,
): string[] {
  const owners = [`languages/${language.id}`, ...language.families.map((id) => `families/${id}`)];
  const cells = owners.flatMap((owner) => [owner, `${owner}/styles/${style}`]);
  return events
    .map(({ id }) => id)
    .filter((id) => cells.some((cell) => existsSync(path.join(templates, cell, 'events', id))));
}
