import { expect } from 'vitest';
import {
  allRefused,
  changed,
  type HostileEvent,
  loneSurrogate,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';
import { ok, ada, badRequest, requestBodies } from './request-bodies.ts';

function get(values: Readonly<Record<string, unknown>>): string {
  return changed('rest', 'get', values);
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

  {
    name: 'a name that is a lone surrogate',
    event: names([loneSurrogate]),
    ...respondsOrFails(ok, badRequest),
  },
  ...requestBodies('rest'),
];
