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
  return changed('alb', 'get', values);
}

function names(name: unknown): string {
  return get({ 'multiValueQueryStringParameters.name': name });
}

/** A request of a target group without multi-value headers. */
function single(values: Readonly<Record<string, unknown>>): string {
  return changed('alb', 'single-headers', values);
}

function status(code: number): unknown {
  return expect.objectContaining({ statusCode: code });
}

function greets(name: string): unknown {
  return expect.objectContaining({ body: JSON.stringify({ message: `Hello, ${name}!` }) });
}

function visits(count: number): unknown {
  return expect.objectContaining({
    statusCode: 200,
    multiValueHeaders: expect.objectContaining({
      'set-cookie': [
        expect.stringMatching(new RegExp(`^visits=${count};`)),
        expect.stringMatching(new RegExp(`^returning=${count > 1 ? 'yes' : 'no'};`)),
      ] as unknown,
    }) as unknown,
  });
}

function singleVisits(count: number): unknown {
  return expect.objectContaining({
    statusCode: 200,
    headers: expect.objectContaining({
      'set-cookie': expect.stringMatching(new RegExp(`^visits=${count};`)) as unknown,
    }) as unknown,
  });
}

export const alb: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'records', event: '{"Records": []}', ...refused },
  { name: 'the event of a REST API', event: changed('rest', 'get', {}), ...refused },
  ...['httpMethod', 'path', 'requestContext.elb'].flatMap((path) =>
    [undefined, null, 17].map((value) => ({
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
  // Without headers, nobody knows which ones the response must have.
  ...[undefined, null, 17, 'text', []].flatMap((headers) => [
    {
      name: `multiValueHeaders ${JSON.stringify(headers)}`,
      event: get({ multiValueHeaders: headers }),
      ...refused,
    },
    {
      name: `headers ${JSON.stringify(headers)}`,
      event: single({ headers }),
      ...refused,
    },
  ]),
  {
    name: 'another method',
    event: get({ httpMethod: 'BREW' }),
    ...responds(
      expect.objectContaining({ statusCode: 405, statusDescription: '405 Method Not Allowed' }),
    ),
  },
  {
    name: 'another method, with single headers',
    event: single({ httpMethod: 'BREW' }),
    ...responds(
      expect.objectContaining({
        headers: { allow: 'GET, POST', 'content-type': 'application/json' },
      }),
    ),
  },
  ...["/'", '/"', '/$(exit 1)', '/`exit 1`', '/\\', '/a\nb', '/%s', '/%00', ''].map((path) => ({
    name: `path ${JSON.stringify(path)}`,
    event: get({ path }),
    ...responds(status(404)),
  })),
  ...[undefined, null, 17, 'name=Ada', [], {}].flatMap((query) => [
    {
      name: `query ${JSON.stringify(query)}`,
      event: get({ multiValueQueryStringParameters: query }),
      ...responds(badRequest),
    },
    {
      name: `single query ${JSON.stringify(query)}`,
      event: single({ queryStringParameters: query }),
      ...responds(badRequest),
    },
  ]),
  ...[undefined, null, 17, {}, [], [''], ['Ada', ''], [null], [17], [['Ada']]].map((name) => ({
    name: `name ${JSON.stringify(name)}`,
    event: names(name),
    ...responds(badRequest),
  })),
  ...[undefined, null, 17, '', {}, []].map((name) => ({
    name: `single name ${JSON.stringify(name)}`,
    event: single({ 'queryStringParameters.name': name }),
    ...responds(badRequest),
  })),
  // One value counts as a list of one, or as none.
  { name: 'name "Ada"', event: names('Ada'), ...responds(ada, badRequest) },
  {
    name: 'single name ["Ada"]',
    event: single({ 'queryStringParameters.name': ['Ada'] }),
    ...responds(ada, badRequest),
  },
  { name: 'names of which one is none', event: names(['Ada', 17]), ...responds(ada, badRequest) },
  {
    name: 'a parameter whose name has an escape',
    event: get({ multiValueQueryStringParameters: { 'n%61me': ['Ada'], NAME: ['Grace'] } }),
    ...responds(ada),
  },
  // They are decoded once.
  ...(
    [
      ['a%2Bb', 'a+b'],
      ['a%26b', 'a&b'],
      ['a%3Db', 'a=b'],
      ['a=b', 'a=b'],
      ['%2541', '%41'],
      ['a+b', 'a b'],
      ['a%20b', 'a b'],
      ['$(exit%201)', '$(exit 1)'],
      ['-n', '-n'],
      ["'", "'"],
      ['\\n', '\\n'],
      ['%C3%A9%F0%9F%9A%80', 'é🚀'],
      ['a%0Ab', 'a\nb'],
    ] as const
  ).flatMap(([encoded, name]) => [
    { name: `name ${encoded}`, event: names([encoded]), ...responds(greets(name)) },
    {
      name: `single name ${encoded}`,
      event: single({ 'queryStringParameters.name': encoded }),
      ...responds(greets(name)),
    },
  ]),
  // Either the escape is left as it is, or there is no name. It is not taken for another one.
  ...['a%2', 'a%', 'a%zz', 'a%u0041'].map((name) => ({
    name: `name ${name}`,
    event: names([name]),
    ...responds(greets(name), badRequest),
  })),
  ...['%', '%zz', '%ff', '%ed%a0%bd', '%00', '%F0%9F'].map((name) => ({
    name: `name ${name}`,
    event: names([name]),
    ...responds(ok, badRequest),
  })),
  // The load balancer takes a query apart at each of them.
  { name: 'name a&b', event: names(['a&b']), ...responds(ok, badRequest) },
  ...['Cookie', 'cookie', 'COOKIE'].flatMap((name) => [
    {
      name: `header ${name}`,
      event: get({ [`multiValueHeaders.${name}`]: ['a=1; visits=41; b'] }),
      ...responds(visits(42)),
    },
    {
      name: `single header ${name}`,
      event: single({ headers: { [name]: 'a=1; visits=41; b' } }),
      ...responds(singleVisits(42)),
    },
  ]),
  { name: 'no headers', event: get({ multiValueHeaders: {} }), ...responds(visits(1)) },
  { name: 'no single headers', event: single({ headers: {} }), ...responds(singleVisits(1)) },
  {
    name: 'two headers with cookies',
    event: get({ 'multiValueHeaders.cookie': ['a=1', 'visits=41'] }),
    ...responds(visits(42)),
  },
  ...['@', '*', '[', ']', '$(exit 1)', '`', '"', "'", 'a b', '__proto__', 'a[$(exit 1)]'].map(
    (name) => ({
      name: `cookie ${name}`,
      event: get({ 'multiValueHeaders.cookie': [`${name}=1; visits=41`] }),
      ...responds(visits(42)),
    }),
  ),
  ...['', '=', ';', 'visits', 'visits=', `visits=${'9'.repeat(5000)}`, 'visits=-5'].map(
    (cookie) => ({
      name: `cookie ${cookie.slice(0, 20)}`,
      event: get({ 'multiValueHeaders.cookie': [cookie] }),
      ...responds(visits(1)),
    }),
  ),
  ...[null, 17, 'visits=1', {}, [1], [null], [{}]].map((cookie) => ({
    name: `cookies ${JSON.stringify(cookie)}`,
    event: get({ 'multiValueHeaders.cookie': cookie }),
    ...respondsOrFails(ok),
  })),
  ...[null, 17, {}, ['visits=1']].map((cookie) => ({
    name: `single cookies ${JSON.stringify(cookie)}`,
    event: single({ 'headers.cookie': cookie }),
    ...respondsOrFails(ok),
  })),

  {
    name: 'a name that is a lone surrogate',
    event: names([loneSurrogate]),
    ...respondsOrFails(ok, badRequest),
  },
  ...requestBodies('alb'),
];
