import { readFileSync } from 'node:fs';
import type { Catalog } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { updateDerived } from './derived-values.ts';
import { sampleSources } from './sample-sources.ts';
import { setValue } from './set-values.ts';

export interface SampleRequest {
  /** The id of the event source. */
  readonly source: string;
  /** The name of the sample; that of the source unless given. */
  readonly sample: string | undefined;
  /** PATH=VALUE, in order. */
  readonly sets: readonly string[];
}

/**
 * An event as its source sends it, with other values where they are given. What follows from them follows: checksums,
 * lengths, ARNs. Throws a ScaffoldError for an unknown source or sample, and for a value that the event cannot have.
 */
export function sampleEvent(catalog: Catalog, { source, sample, sets }: SampleRequest): object {
  const sources = sampleSources(catalog);
  const found = sources.find(({ id }) => id === source);
  if (found === undefined) {
    throw unknown(
      'an event source',
      source,
      sources.map(({ id }) => id),
    );
  }
  const name = sample ?? found.sample;
  const file = found.samples.get(name);
  if (file === undefined) {
    throw unknown(`a sample of ${source}`, name, [...found.samples.keys()], '--sample ');
  }
  const original = JSON.parse(readFileSync(file, 'utf8')) as object;
  const json = structuredClone(original);
  const changed = sets.map((assignment) => setValue(json, assignment));
  updateDerived(json, original, found.derived, changed);
  return json;
}

function unknown(
  what: string,
  typed: string,
  candidates: readonly string[],
  flag = '',
): ScaffoldError {
  return new ScaffoldError('usage', {
    problem: `Expected ${what}, one of ${candidates.join(', ')}; found "${typed}".`,
    fix: 'lambda-container event --list shows all of them.',
    typo: { typed, candidates, format: (candidate) => `${flag}${candidate}` },
  });
}
