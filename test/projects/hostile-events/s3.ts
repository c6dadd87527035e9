import {
  changed,
  deep,
  fails,
  type HostileEvent,
  hostileRecords,
  huge,
  megabytes,
  refused,
  responds,
  respondsOrFails,
} from './hostile-event.ts';

/** A second record after that of the sample, with other values. */
function record(values: Readonly<Record<string, unknown>>): string {
  const second = {
    eventName: 'ObjectRemoved:Delete',
    s3: { bucket: { name: 'photos-123456789012' }, object: { key: 'a' } },
  };
  const paths = Object.entries(values).map(([path, value]) => [`Records[1].${path}`, value]);
  return changed('s3', 'created', {
    'Records[1]': second,
    ...(Object.fromEntries(paths) as Record<string, unknown>),
  });
}

function keys(...removed: readonly string[]): unknown {
  return { created: ['in/a b+cé.txt'], removed };
}

export const s3: readonly HostileEvent[] = [
  ...hostileRecords('s3', 'created', { created: [], removed: [] }),
  {
    name: 'a record that is an empty object',
    event: changed('s3', 'created', { 'Records[1]': {} }),
    ...refused,
  },
  ...[undefined, null, 17, []].map((value) => ({
    name: `s3 ${JSON.stringify(value)}`,
    event: record({ s3: value }),
    ...refused,
  })),
  ...[undefined, null, 17, '', {}].flatMap((value) =>
    ['eventName', 's3.bucket', 's3.bucket.name', 's3.object', 's3.object.key'].map((path) => ({
      name: `${path} ${JSON.stringify(value)}`,
      event: record({ [path]: value }),
      ...refused,
    })),
  ),
  ...['%', '%2', 'a%zz', '%%', '100%', '%+1', '%u00e9'].map((key) => ({
    name: `key ${key}`,
    event: record({ 's3.object.key': key }),
    ...refused,
  })),
  // S3 has keys in UTF-8 only.
  ...['%ff', 'a%C3', '%ed%a0%bd', '%c0%80', '%F4%90%80%80', '%F8%80%80%80'].map((key) => ({
    name: `key ${key}`,
    event: record({ 's3.object.key': key }),
    ...fails,
  })),
  ...Object.entries({
    '%2B+%25': '+ %',
    '%5C%27%22%24%60': '\\\'"$`',
    '\\x41\\n': '\\x41\\n',
    'a%0Ab': 'a\nb',
    'a%0A': 'a\n',
    '-n': '-n',
    '%2Ftmp%2F..%2Fa': '/tmp/../a',
    '%f0%9f%9a%80': '🚀',
    '%e4%BD%a0': '你',
    'a+': 'a ',
    '%252F': '%2F',
    'a%25': 'a%',
    'a%0D%0A%0A': 'a\r\n\n',
  }).map(([key, decoded]) => ({
    name: `key ${key}`,
    event: record({ 's3.object.key': key }),
    ...responds(keys(decoded)),
  })),
  {
    name: 'another change of an object',
    event: record({ eventName: 'ObjectTagging:Put' }),
    ...responds(keys()),
  },
  { name: 'a field that is not known', event: record({ more: {} }), ...responds(keys('a')) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: record({ more: deep }),
    ...respondsOrFails(keys('a')),
  },
  { name: 'a huge number', event: record({ more: huge }), ...respondsOrFails(keys('a')) },
  { name: 'an event of 6 MB', event: record({ more: megabytes }), ...responds(keys('a')) },
];
