import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Event } from '../catalog/catalog.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { updateDerived } from './derived-values.ts';
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
  const event = catalog.events.find(({ id }) => id === source);
  if (event === undefined) {
    throw unknown(
      'an event source',
      source,
      catalog.events.map(({ id }) => id),
    );
  }
  const samples = samplesOf(catalog, event);
  const name = sample ?? event.sample;
  if (!samples.includes(name)) throw unknown(`a sample of ${source}`, name, samples, '--sample ');
  const file = path.join(directoryOf(catalog, event), `${name}.json`);
  const original = JSON.parse(readFileSync(file, 'utf8')) as object;
  const json = structuredClone(original);
  const changed = sets.map((assignment) => setValue(json, assignment));
  updateDerived(json, original, event.derived ?? [], changed);
  return json;
}

/** The names of the samples of a source, its own first. */
export function samplesOf(catalog: Catalog, event: Event): string[] {
  const names = readdirSync(directoryOf(catalog, event))
    .filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
  return [event.sample, ...names.filter((name) => name !== event.sample)];
}

function directoryOf({ templates }: Catalog, { id }: Event): string {
  return path.join(templates, 'events', id, 'function/events/__function__');
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
