import { deleteProperty, setProperty } from 'dot-prop';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { sampleEvent } from '../../../scaffold/samples/sample-event.ts';

/** An event that no source sends, or one with contents that nobody expects. */
export interface HostileEvent {
  readonly name: string;
  /** As JSON. */
  readonly event: string;
  /** The function may fail with an error whose message matches. */
  readonly error?: RegExp;
  /** Or respond with one of these, which may have asymmetric matchers. */
  readonly responses?: readonly unknown[];
}

/** What is expected of a hostile event. */
type Expected = Pick<HostileEvent, 'error' | 'responses'>;

/** The message says what was expected. */
export const refused: Expected = { error: /expected/i };

/** Any error: what is wrong is noticed outside the handler, too, by what reads JSON. */
export const fails: Expected = { error: /./ };

/** The function responds with one of these. */
export function responds(...responses: readonly unknown[]): Expected {
  return { responses };
}

/** The function responds with one of these, or fails. */
export function respondsOrFails(...responses: readonly unknown[]): Expected {
  return { ...fails, ...responds(...responses) };
}

const catalog = loadCatalog();

/** A sample event with other values at some paths; `undefined` removes what is there. */
export function changed(
  source: string,
  sample: string,
  values: Readonly<Record<string, unknown>>,
): string {
  const event = sampleEvent(catalog, { source, sample, sets: [] });
  for (const [path, value] of Object.entries(values)) {
    if (value === undefined) deleteProperty(event, path);
    else setProperty(event, path, value);
  }
  return JSON.stringify(event).replaceAll(`"${deep}"`, nested).replaceAll(`"${huge}"`, '1e400');
}

/** As `changed`, with paths in the second record of the sample. */
export function withChangedRecord(
  source: string,
  sample: string,
  values: Readonly<Record<string, unknown>>,
): string {
  const paths = Object.entries(values).map(([path, value]) => [`Records[1].${path}`, value]);
  return changed(source, sample, Object.fromEntries(paths) as Record<string, unknown>);
}

/** In an event, stands for arrays in one another: more than most parsers follow by recursion. */
export const deep = '<deep>';
export const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** In an event, stands for a number that is larger than any of IEEE 754. */
export const huge = '<huge>';

/** A string that is almost as long as an event may be: 6 MB. */
export const megabytes = 'x'.repeat(6 * 1024 * 1024 - 10_000);

/** Half of a character outside the Basic Multilingual Plane: JSON can have it, UTF-8 cannot. */
export const loneSurrogate = '\uD83D';

/** What does not come from any source of events. */
export const strange: Readonly<Record<string, string>> = {
  null: 'null',
  'a boolean': 'true',
  'a number': '17',
  'a string': '"text"',
  'an array': '[]',
  'an array of events': '[{}]',
  'an empty object': '{}',
};

/** What has no list of records. */
export const withoutRecords: Readonly<Record<string, string>> = {
  ...strange,
  'Records in lower case': '{"records": []}',
  'Records null': '{"Records": null}',
  'Records a string': '{"Records": "text"}',
  'Records a number': '{"Records": 17}',
  'Records an object': '{"Records": {}}',
};

/** Cases that are all expected to be refused. */
export function allRefused(events: Readonly<Record<string, string>>): HostileEvent[] {
  return Object.entries(events).map(([name, event]) => ({ name, event, ...refused }));
}

/** Cases of every source that sends records. */
export function hostileRecords(source: string, sample: string, toNone: unknown): HostileEvent[] {
  const records = { null: null, 'that is a string': 'text', 'that is an array': [] };
  return [
    ...allRefused(withoutRecords),
    { name: 'no records', event: '{"Records": []}', ...responds(toNone) },
    ...Object.entries(records).map(([what, record]) => ({
      name: `a record ${what}`,
      event: changed(source, sample, { 'Records[1]': record }),
      ...refused,
    })),
  ];
}
