import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/v3';
import type { Catalog, DerivedValue } from '../catalog/catalog.ts';
import { derivedValuesSchema } from '../catalog/derived-values-schema.ts';
import { manifestFile, readManifests, samplesDirectory } from '../catalog/manifests.ts';
import { brokenManifest, parseManifest } from '../catalog/parse-manifest.ts';

/** What sends events: an event source of projects, or one of which there are only samples. */
export interface SampleSource {
  readonly id: string;
  readonly title: string;
  /** The name of the sample that stands for the source. */
  readonly sample: string;
  readonly derived: readonly DerivedValue[];
  /** The files of all samples by their names, that of the source first. */
  readonly samples: ReadonlyMap<string, string>;
}

type Described = Omit<SampleSource, 'samples'>;

const text = z.string().min(1);
const source: z.ZodType<Described, z.ZodTypeDef, unknown> = z
  .object({
    id: text,
    title: text,
    sample: text,
    derived: derivedValuesSchema.default([]),
  })
  .strict();

/**
 * All sources of sample events, in the order of their ids. Those without a template are in templates/samples/, with a
 * source.json. For the others, further samples are in the directory of that name there.
 */
export function sampleSources({ templates, events }: Catalog): SampleSource[] {
  const forProjects = events.map(({ id, title, sample, derived = [] }) => {
    const files = filesIn(path.join(templates, 'events', id, 'function/events/__function__'));
    const further = filesIn(path.join(samplesDirectory(templates), id));
    const file = manifestFile(templates, 'event', id);
    return withSamples({ id, title, sample, derived }, [...files, ...further], file);
  });
  const samplesOnly = readManifests(templates, 'source')
    .filter(({ id }) => events.every((event) => event.id !== id))
    .map((manifest) =>
      withSamples(
        parseManifest(manifest, source),
        filesIn(path.dirname(manifest.file)),
        manifest.file,
      ),
    );
  return [...forProjects, ...samplesOnly].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function withSamples(described: Described, files: readonly string[], from: string): SampleSource {
  const named = files
    .map((file) => [path.basename(file, '.json'), file] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const own = named.find(([name]) => name === described.sample);
  if (own === undefined) {
    throw brokenManifest(from, `sample: there is no file ${described.sample}.json`);
  }
  return { ...described, samples: new Map([own, ...named]) };
}

function filesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'))
    .filter((file) => file !== 'source.json')
    .map((file) => path.join(directory, file));
}
