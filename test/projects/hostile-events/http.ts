import { expect } from 'vitest';
import {
  allRefused,
  changed,
  type HostileEvent,
  loneSurrogate,
  nested,
  refused,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';
import { ok, ada, badRequest, base64, requestBodies } from './request-bodies.ts';

function get(values: Readonly<Record<string, unknown>>): string {
  return changed('http', 'get', values);
}

function post(values: Readonly<Record<string, unknown>>): string {
  return changed('http', 'post', values);
}

export const http: readonly HostileEvent[] = [
  ...allRefused(strange),
  { name: 'records', event: '{"Records": []}', ...refused },
  { name: 'no version', event: get({ version: undefined }), ...refused },
  { name: 'version 1.0', event: get({ version: '1.0' }), ...refused },
  { name: 'version a number', event: get({ version: 2 }), ...refused },
  { name: 'no requestContext', event: get({ requestContext: undefined }), ...refused },
  { name: 'requestContext a string', event: get({ requestContext: 'text' }), ...refused },
  { name: 'no http', event: get({ 'requestContext.http': undefined }), ...refused },
  { name: 'http an array', event: get({ 'requestContext.http': [] }), ...refused },
  { name: 'no method', event: get({ 'requestContext.http.method': undefined }), ...refused },
  { name: 'method a number', event: get({ 'requestContext.http.method': 17 }), ...refused },
  ...[undefined, null, '1793700300123'].map((time) => ({
    name: `timeEpoch ${JSON.stringify(time)}`,
    event: get({ 'requestContext.timeEpoch': time }),
    ...refused,
  })),
  { name: 'no rawPath', event: get({ rawPath: undefined }), ...refused },
  { name: 'rawPath a number', event: get({ rawPath: 17 }), ...refused },

  {
    name: 'another method',
    event: get({ 'requestContext.http.method': 'BREW' }),
    ...responds(expect.objectContaining({ statusCode: 405 })),
  },
  {
    name: 'no query',
    event: get({ rawQueryString: undefined, queryStringParameters: undefined }),
    ...responds(badRequest),
  },
  ...[null, 17, {}].map((rawQueryString) => ({
    name: `rawQueryString ${JSON.stringify(rawQueryString)}`,
    event: get({ rawQueryString }),
    ...respondsOrFails(badRequest),
  })),
  {
    name: 'a parameter whose name has an escape',
    event: get({ rawQueryString: 'n%61me=Ada&NAME=Grace' }),
    ...responds(ada),
  },
  // Either the escape is left as it is, or there is no name. It is not taken for another one.
  ...['a%2', 'a%', 'a%zz', 'a%u0041'].map((name) => ({
    name: `name ${name}`,
    event: get({ rawQueryString: `name=${name}` }),
    ...responds(
      expect.objectContaining({ body: `{"message":"Hello, ${name}!"}` }) as unknown,
      badRequest,
    ),
  })),
  {
    name: 'a name with an equals sign',
    event: get({ rawQueryString: 'name=a=b' }),
    ...responds(expect.objectContaining({ body: '{"message":"Hello, a=b!"}' })),
  },
  { name: 'an empty name', event: get({ rawQueryString: 'name=' }), ...responds(badRequest) },
  ...[
    'name=%',
    'name=%zz',
    'name=%ff',
    'name=%ed%a0%bd',
    'name=%00',
    '&&=&name',
    'name=%F0%9F',
  ].map((rawQueryString) => ({
    name: `query ${rawQueryString}`,
    event: get({ rawQueryString }),
    ...responds(ok, badRequest),
  })),
  ...["/'", '/"', '/$(exit 1)', '/`exit 1`', '/\\', '/a\nb', '/%s', '/%00', ''].map((rawPath) => ({
    name: `path ${JSON.stringify(rawPath)}`,
    event: get({ rawPath }),
    ...responds(expect.objectContaining({ statusCode: 404 })),
  })),
  ...['@', '*', '[', ']', '$(exit 1)', '`', '"', "'", 'a b', '__proto__', 'a[$(exit 1)]'].map(
    (name) => ({
      name: `cookie ${name}`,
      event: get({ cookies: [`${name}=1`, 'visits=41'] }),
      ...responds(
        expect.objectContaining({
          statusCode: 200,
          cookies: expect.arrayContaining([expect.stringMatching(/^visits=42;/)]) as unknown,
        }),
      ),
    }),
  ),
  {
    name: 'a name of two lines',
    event: get({ rawQueryString: 'name=a%0Ab' }),
    ...responds(expect.objectContaining({ body: '{"message":"Hello, a\\nb!"}' })),
  },
  {
    name: 'a cookie without a value',
    event: get({ cookies: ['', '=', 'visits', 'visits='] }),
    ...responds(ok),
  },
  {
    name: 'a cookie with a huge number',
    event: get({ cookies: [`visits=${'9'.repeat(5000)}`] }),
    ...responds(ok),
  },
  ...['-5', '+5', '1e5', '12many', '1.5', ' 7', '\u0661', '9'.repeat(10)].map((visits) => ({
    name: `a number of visits that is none: ${visits}`,
    event: get({ cookies: [`visits=${visits}`] }),
    // A sign may count as part of a number.
    ...responds(
      expect.objectContaining({
        cookies: expect.arrayContaining([
          expect.stringMatching(visits === '+5' ? /^visits=[16];/ : /^visits=1;/),
        ]) as unknown,
      }),
    ),
  })),
  { name: 'cookies empty', event: get({ cookies: [] }), ...responds(ok) },
  { name: 'cookies null', event: get({ cookies: null }), ...responds(ok) },
  { name: 'cookies a string', event: get({ cookies: 'visits=1' }), ...respondsOrFails(ok) },
  { name: 'cookies that are numbers', event: get({ cookies: [1] }), ...respondsOrFails(ok) },

  ...['{"name":{"name":"Ada"}}', `{"name":${nested}}`].map((body) => ({
    name: `body ${body.slice(0, 40)}`,
    event: post({ body }),
    ...responds(badRequest),
  })),
  {
    name: 'base64 of JSON that is not UTF-8',
    event: post({
      isBase64Encoded: true,
      body: base64([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')]),
    }),
    ...responds(badRequest, ok),
  },
  {
    name: 'a name that is a lone surrogate',
    event: post({ body: '{"name":"\\ud83d"}' }),
    ...respondsOrFails(ok, badRequest),
  },
  {
    name: 'a path with a lone surrogate',
    event: get({ rawPath: `/${loneSurrogate}` }),
    ...respondsOrFails(expect.objectContaining({ statusCode: 404 })),
  },
  ...requestBodies('http'),
];
