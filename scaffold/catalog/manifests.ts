import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { axes, type AxisName } from './axes.ts';

/** What there is one of for each value of an axis: templates/languages/go/language.json. */
export type ManifestKind = Exclude<AxisName, 'family' | 'agentsMd'> | 'source';

export interface Manifest {
  /** The name of its directory. */
  readonly id: string;
  readonly file: string;
  /** Undefined where the directory has none. */
  readonly json: string | undefined;
}

/** Where the manifest of a value is. */
export function manifestFile(templates: string, kind: ManifestKind, id: string): string {
  return path.join(directoryOf(templates, kind), id, `${kind}.json`);
}

/** The manifests of a kind, in the order of their ids: a new directory is a new value. */
export function readManifests(templates: string, kind: ManifestKind): Manifest[] {
  const parent = directoryOf(templates, kind);
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((id) => {
      const file = manifestFile(templates, kind, id);
      return { id, file, json: existsSync(file) ? readFileSync(file, 'utf8') : undefined };
    });
}

function directoryOf(templates: string, kind: ManifestKind): string {
  if (kind === 'source') return samplesDirectory(templates);
  return path.join(templates, axes.find(({ name }) => name === kind)!.directory);
}

/** The directories of sources whose events are only samples: no project is generated for them. */
export function samplesDirectory(templates: string): string {
  return path.join(templates, 'samples');
}
