import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What there is one of for each value of an axis: templates/languages/go/language.json. */
export type ManifestKind = 'language' | 'base' | 'event';

const directories: Readonly<Record<ManifestKind, string>> = {
  language: 'languages',
  base: 'bases',
  event: 'events',
};

export interface Manifest {
  /** The name of its directory. */
  readonly id: string;
  readonly file: string;
  /** Undefined where the directory has none. */
  readonly json: string | undefined;
}

/** The manifests of a kind, in the order of their ids: a new directory is a new value. */
export function readManifests(templates: string, kind: ManifestKind): Manifest[] {
  const parent = path.join(templates, directories[kind]);
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((id) => {
      const file = path.join(parent, id, `${kind}.json`);
      return { id, file, json: existsSync(file) ? readFileSync(file, 'utf8') : undefined };
    });
}
