import {
  allRefused,
  changed,
  deep,
  type HostileEvent,
  huge,
  loneSurrogate,
  megabytes,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const success = { statusCode: 200 };

type Values = Readonly<Record<string, unknown>>;

function message(values: Values): string {
  return changed('websocket', 'message', values);
}

function bytes(body: unknown): string {
  return changed('websocket', 'binary-message', { body });
}

const samples = ['connect', 'message', 'disconnect'] as const;

/** The same change of each kind of event. */
function each(name: string, values: Values): { name: string; event: string }[] {
  return samples.map((sample) => ({
    name: `${sample}, ${name}`,
    event: changed('websocket', sample, values),
  }));
}

export const websocket: readonly HostileEvent[] = [
  ...allRefused(strange),
  ...allRefused({
    'the event of SQS': '{"Records": []}',
    'the event of an HTTP API': changed('http', 'post', {}),
  }),
  ...[undefined, null, 17, 'text', [], {}].flatMap((context) =>
    each(`requestContext ${JSON.stringify(context)}`, { requestContext: context }).map((event) => ({
      ...event,
      ...refused,
    })),
  ),
  ...[undefined, null, 17, '', [], {}].flatMap((id) =>
    each(`connectionId ${JSON.stringify(id)}`, { 'requestContext.connectionId': id }).map(
      (event) => ({ ...event, ...refused }),
    ),
  ),
  ...[
    undefined,
    null,
    17,
    '',
    'connect',
    'CONNECT\n',
    'PING',
    ['CONNECT'],
    {},
    '__proto__',
    'constructor',
    'handler',
    '$(exit 1)',
  ].map((type) => ({
    name: `eventType ${JSON.stringify(type)}`,
    event: message({ 'requestContext.eventType': type }),
    ...refused,
  })),
  ...['domainName', 'stage'].flatMap((field) =>
    [undefined, null, 17, '', []].map((value) => ({
      name: `${field} ${JSON.stringify(value)}`,
      event: message({ [`requestContext.${field}`]: value }),
      ...refused,
    })),
  ),
  ...[undefined, null, 17, true, [], {}].flatMap((body) => [
    { name: `body ${JSON.stringify(body)}`, event: message({ body }), ...refused },
    { name: `body ${JSON.stringify(body)} as bytes`, event: bytes(body), ...refused },
  ]),
  ...['!', 'A', 'AP8', 'AP8=AP8=', 'AP_-', '====', 'Grüße', 'AP8= '].map((body) => ({
    name: `body in Base64 ${body}`,
    event: bytes(body),
    ...refused,
  })),

  // Who connects or disconnects needs no more than an id.
  ...['connect', 'disconnect'].map((sample) => ({
    name: `${sample}, no domainName`,
    event: changed('websocket', sample, { 'requestContext.domainName': undefined }),
    ...responds(success),
  })),
  ...['a\nb', '$(exit 1)', '-n', '@x', "'", '"', '%', '%s', '\\', '../../x', '__proto__'].flatMap(
    (id) =>
      each(`connectionId ${JSON.stringify(id)}`, { 'requestContext.connectionId': id }).map(
        (event) => ({ ...event, ...responds(success) }),
      ),
  ),
  ...[
    '',
    '\n',
    'a\u0000b',
    '-n',
    '@/etc/passwd',
    '%s',
    '\\n',
    '$(exit 1)',
    "'",
    '{"action": 1}',
  ].map((body) => ({
    name: `body ${JSON.stringify(body)}`,
    event: message({ body }),
    ...responds(success),
  })),
  ...['', 'AA==', '////'].map((body) => ({
    name: `body in Base64 ${body}`,
    event: bytes(body),
    ...responds(success),
  })),
  ...[undefined, null, false].map((flag) => ({
    name: `isBase64Encoded ${JSON.stringify(flag)}`,
    event: message({ isBase64Encoded: flag }),
    ...responds(success),
  })),
  ...['true', 1, {}].map((flag) => ({
    name: `isBase64Encoded ${JSON.stringify(flag)}`,
    event: message({ isBase64Encoded: flag }),
    ...respondsOrFails(success),
  })),
  // The posts fail, one by one.
  ...['dev', 'a b', '%zz', '../x', '$(exit 1)'].map((stage) => ({
    name: `stage ${stage}`,
    event: message({ 'requestContext.stage': stage }),
    ...respondsOrFails(success),
  })),
  ...each('a connectionId with a lone surrogate', {
    'requestContext.connectionId': loneSurrogate,
  }).map((event) => ({ ...event, ...respondsOrFails(success) })),
  {
    name: 'a body with a lone surrogate',
    event: message({ body: loneSurrogate }),
    ...respondsOrFails(success),
  },
  { name: 'a body of 6 MB', event: message({ body: megabytes }), ...responds(success) },
  {
    name: 'a body of 6 MB in Base64',
    event: bytes(megabytes.slice(0, megabytes.length - (megabytes.length % 4))),
    ...responds(success),
  },
  ...each('a field that is not known', { more: {} }).map((event) => ({
    ...event,
    ...responds(success),
  })),
  { name: 'arrays in one another', event: message({ more: deep }), ...respondsOrFails(success) },
  { name: 'a huge number', event: message({ more: huge }), ...respondsOrFails(success) },
];
