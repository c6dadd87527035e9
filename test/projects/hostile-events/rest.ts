import { expect } from 'vitest';
import {
  allRefused,
  changed,
  deep,
  type HostileEvent,
  huge,
  loneSurrogate,
  megabytes,
  nested,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const ok = expect.objectContaining({ statusCode: 200 }) as unknown;
const ada = expect.objectContaining({ body: '{"message":"Hello, Ada!"}' }) as unknown;
const badRequest = expect.objectContaining({ statusCode: 400 }) as unknown;

function get(values: Readonly<Record<string, unknown>>): string {
  return changed('rest', 'get', values);
}

function post(values: Readonly<Record<string, unknown>>): string {
  return changed('rest', 'post', values);
}

function names(name: unknown): string {
  return get({ 'multiValueQueryStringParameters.name': name });
}

function visits(count: unknown): unknown {
  return expect.objectContaining({
    statusCode: 200,
    multiValueHeaders: {
      'set-cookie': expect.arrayContaining([
        expect.stringMatching(new RegExp(`^visits=${String(count)};`)),
      ]) as unknown,
    },
  });
}

function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}

export const rest: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'records', event: '{"Records": []}', ...refused },
  { name: 'the event of an HTTP API', event: changed('http', 'get', {}), ...refused },
  ...['httpMethod', 'path', 'requestContext.requestTimeEpoch'].flatMap((path) =>
    [undefined, null, {}].map((value) => ({
      name: `${path} ${JSON.stringify(value)}`,
      event: get({ [path]: value }),
      ...refused,
    })),
  ),
  ...[undefined, null, 17, 'text', []].map((requestContext) => ({
    name: `requestContext ${JSON.stringify(requestContext)}`,
    event: get({ requestContext }),
    ...refused,
  })),
  {
    name: 'another method',
    event: get({ httpMethod: 'BREW' }),
    ...responds(expect.objectContaining({ statusCode: 405 })),
  },
  ...["/'", '/"', '/$(exit 1)', '/`exit 1`', '/\\', '/a\nb', '/%s', '/%00', ''].map((path) => ({
    name: `path ${JSON.stringify(path)}`,
    event: get({ path }),
    ...responds(expect.objectContaining({ statusCode: 404 })),
  })),
  ...[undefined, null, 17, 'name=Ada', [], {}].map((query) => ({
    name: `query ${JSON.stringify(query)}`,
    event: get({ multiValueQueryStringParameters: query }),
    ...responds(badRequest),
  })),
  ...[undefined, null, 17, 'Ada', {}, [], [''], ['Ada', ''], [null], [17], [['Ada']]].map(
    (name) => ({
      name: `name ${JSON.stringify(name)}`,
      event: names(name),
      ...responds(badRequest),
    }),
  ),
  { name: 'names of which one is none', event: names(['Ada', 17]), ...responds(ada, badRequest) },
  // They are decoded already.
  ...['a%2', '%41', 'a+b', 'a&b', '$(exit 1)', '-n', "'", '\\n', 'é🚀'].map((name) => ({
    name: `name ${name}`,
    event: names([name]),
    ...responds(expect.objectContaining({ body: JSON.stringify({ message: `Hello, ${name}!` }) })),
  })),
  {
    name: 'a name of two lines',
    event: names(['a\nb']),
    ...responds(expect.objectContaining({ body: '{"message":"Hello, a\\nb!"}' })),
  },
  ...[undefined, null, 17, 'text', [], {}, { Cookie: null }, { Cookie: 'visits=1' }].map(
    (multiValueHeaders) => ({
      name: `headers ${JSON.stringify(multiValueHeaders)}`,
      event: get({ multiValueHeaders }),
      ...respondsOrFails(ok),
    }),
  ),
  { name: 'headers null', event: get({ multiValueHeaders: null }), ...responds(visits(1)) },
  ...['Cookie', 'cookie', 'COOKIE'].map((name) => ({
    name: `header ${name}`,
    event: get({ [`multiValueHeaders.${name}`]: ['a=1; visits=41; b'] }),
    ...responds(visits(42)),
  })),
  {
    name: 'two headers with cookies',
    event: get({ 'multiValueHeaders.Cookie': ['a=1', 'visits=41'] }),
    ...responds(visits(42)),
  },
  ...['@', '*', '[', ']', '$(exit 1)', '`', '"', "'", 'a b', '__proto__', 'a[$(exit 1)]'].map(
    (name) => ({
      name: `cookie ${name}`,
      event: get({ 'multiValueHeaders.Cookie': [`${name}=1; visits=41`] }),
      ...responds(visits(42)),
    }),
  ),
  ...['', '=', ';', 'visits', 'visits=', `visits=${'9'.repeat(5000)}`].map((cookie) => ({
    name: `cookie ${cookie.slice(0, 20)}`,
    event: get({ 'multiValueHeaders.Cookie': [cookie] }),
    ...responds(visits(1)),
  })),
  ...[[1], [null], [{}]].map((values) => ({
    name: `cookies ${JSON.stringify(values)}`,
    event: get({ 'multiValueHeaders.Cookie': values }),
    ...respondsOrFails(ok),
  })),

  ...[
    '',
    '{',
    'null',
    '17',
    '[]',
    '"text"',
    '{}',
    '\u0000',
    '{"name":""}',
    '{"name":null}',
    '{"name":17}',
    '{"name":1e400}',
    '{"name":["Ada"]}',
    '{"name":"Ada"}{"name":"Grace"}',
    nested,
  ].map((body) => ({
    name: `body ${body.slice(0, 40)}`,
    event: post({ body }),
    ...responds(badRequest),
  })),
  { name: 'no body', event: post({ body: undefined }), ...responds(badRequest) },
  { name: 'body null', event: post({ body: null }), ...responds(badRequest) },
  {
    name: 'body an object',
    event: post({ body: { name: 'Ada' } }),
    ...respondsOrFails(badRequest),
  },
  ...['{"name":"Ada"}', 'AP_-', '!!!!', 'A', 'Grüße'].map((body) => ({
    name: `body in Base64 ${body}`,
    event: post({ isBase64Encoded: true, body }),
    ...refused,
  })),
  ...[undefined, null, ''].map((body) => ({
    name: `body in Base64 ${JSON.stringify(body)}`,
    event: post({ isBase64Encoded: true, body }),
    ...responds(badRequest),
  })),
  // Only true says that the body is in Base64.
  ...['true', 'false', 1, 0, null, {}].map((flag) => ({
    name: `isBase64Encoded ${JSON.stringify(flag)}`,
    event: post({ isBase64Encoded: flag, body: '{"name":"Ada"}' }),
    ...responds(ada),
  })),
  {
    name: 'base64 of what is not UTF-8',
    event: post({ isBase64Encoded: true, body: base64([0xff, 0xfe, 0x00]) }),
    ...responds(badRequest),
  },
  {
    name: 'a name that is a lone surrogate',
    event: names([loneSurrogate]),
    ...respondsOrFails(ok, badRequest),
  },
  {
    name: 'a body of 6 MB',
    event: post({ body: JSON.stringify({ name: 'Ada', more: megabytes }) }),
    ...responds(ok),
  },
  { name: '6 MB that are not JSON', event: post({ body: megabytes }), ...responds(badRequest) },
  { name: 'a field that is not known', event: get({ more: {} }), ...responds(ok) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: get({ more: deep }),
    ...respondsOrFails(ok),
  },
  { name: 'a huge number', event: get({ more: huge }), ...respondsOrFails(ok) },
];
