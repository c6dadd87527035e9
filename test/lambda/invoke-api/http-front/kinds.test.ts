import { expect, test } from 'vitest';

import { functionUrl } from '../../../../lambda/invoke-api/http-front/function-url.ts';
import { httpApi } from '../../../../lambda/invoke-api/http-front/http-api.ts';
import type { HttpKind } from '../../../../lambda/invoke-api/http-front/http-kind.ts';
import type { HttpRequest } from '../../../../lambda/invoke-api/http-front/http-request.ts';
import { loadBalancer } from '../../../../lambda/invoke-api/http-front/load-balancer.ts';
import { restApi } from '../../../../lambda/invoke-api/http-front/rest-api.ts';
import { sample } from '../sample.ts';

const request: HttpRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: [['Host', 'localhost:9000']],
  host: 'localhost:9000',
  sourceIp: '127.0.0.1',
  userAgent: '',
  body: Buffer.alloc(0),
  requestId: '5f0f4b1e-7c38-4a0e-9f6b-2d1c8e7a9b30',
  receivedAt: 1793700300123,
  traceId: 'Root=1-6b0a8c4c-3f1d2e5a7b9c8d6e4f0a1b2c',
};

interface Context {
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  readonly timeEpoch: number;
  readonly requestTimeEpoch: number;
  readonly http: Pick<HttpRequest, 'method' | 'sourceIp' | 'userAgent'>;
  readonly identity: Pick<HttpRequest, 'sourceIp' | 'userAgent'>;
}

/** The parts of an event that the tests look at. */
interface Event {
  readonly rawPath: string;
  readonly path: string;
  readonly queryStringParameters?: object;
  readonly multiValueQueryStringParameters?: object;
  readonly pathParameters: object | null;
  readonly headers: Record<string, string>;
  readonly multiValueHeaders: Record<string, string[]>;
  readonly cookies?: string[];
  readonly body?: string | null;
  readonly isBase64Encoded: boolean;
  readonly requestContext: Context;
}

function eventOf(kind: HttpKind, of: Partial<HttpRequest>): Event {
  return kind.toEvent({ ...request, ...of }, 'orders') as Event;
}

type Sample = Event & { readonly rawQueryString: string; readonly httpMethod: string };

const text: unknown = expect.any(String);

function bodyOf({ body, isBase64Encoded }: Event): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

test.each([
  ['get', httpApi],
  ['post', httpApi],
  ['query', httpApi],
  ['cookies', httpApi],
  ['base64', httpApi],
  ['function-url', functionUrl],
] as const)('the event of payload 2.0 is as in the sample %s', (name, kind) => {
  const event = sample('http', name) as Sample;
  const { apiId, domainName, timeEpoch, requestId, http } = event.requestContext;
  const cookie = event.cookies === undefined ? [] : [['Cookie', event.cookies.join('; ')] as const];
  const made = kind.toEvent(
    {
      ...request,
      ...http,
      path: event.rawPath,
      query: event.rawQueryString,
      headers: [...Object.entries(event.headers), ...cookie],
      host: domainName,
      body: bodyOf(event),
      receivedAt: timeEpoch,
      requestId,
    },
    apiId,
  );
  const accountId = kind === httpApi ? '012345678912' : 'anonymous';
  expect(made).toStrictEqual({
    ...event,
    requestContext: {
      ...event.requestContext,
      accountId,
      requestId: kind === httpApi ? text : requestId,
    },
  });
});

test.each(['get', 'post', 'query', 'cookies'])(
  'the event of a REST API is as in the sample %s',
  (name) => {
    const event = sample('rest', name) as Sample;
    const context = event.requestContext;
    const query = new URLSearchParams(
      Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([key, values]) =>
        (values as string[]).map((value): [string, string] => [key, value]),
      ),
    );
    const made = restApi.toEvent(
      {
        ...request,
        ...context.identity,
        method: event.httpMethod,
        query: query.toString(),
        headers: Object.entries(event.headers),
        host: context.domainName,
        body: bodyOf(event),
        requestId: context.requestId,
        receivedAt: context.requestTimeEpoch,
      },
      context.apiId,
    );
    expect(made).toStrictEqual({
      ...event,
      requestContext: {
        ...context,
        accountId: '012345678912',
        extendedRequestId: text,
        resourceId: text,
      },
    });
  },
);

test.each(['get', 'post', 'query', 'cookies', 'base64'])(
  'the event of a load balancer is as in the sample %s',
  (name) => {
    const event = sample('alb', name) as Sample;
    const query = Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(
      ([key, values]) => (values as string[]).map((value) => `${key}=${value}`),
    );
    const made = loadBalancer.toEvent(
      {
        ...request,
        method: event.httpMethod,
        query: query.join('&'),
        headers: Object.entries(event.multiValueHeaders).map(([key, [value]]) => [key, value!]),
        body: bodyOf(event),
      },
      'orders',
    );
    expect(made).toStrictEqual({
      ...event,
      requestContext: { elb: { targetGroupArn: expect.stringContaining(':targetgroup/orders/') } },
    });
  },
);

test.each([
  // path, of a function URL, of an HTTP API, of a REST API
  ['/a%20b', '/a%20b', '/a b'],
  ['/a%2Fb', '/a%2Fb', '/a/b'],
  ['/a%3Fb', '/a%3Fb', '/a'],
  ['/a+b', '/a+b', '/a+b'],
  ['/%C3%BC', '/%C3%BC', '/ü'],
  ['/%25', '/%25', '/%'],
  ['//a/', '//a/', '//a/'],
])('the path %s', (received, ofUrl, ofApi) => {
  expect(eventOf(functionUrl, { path: received }).rawPath).toBe(ofUrl);
  expect(eventOf(httpApi, { path: received }).rawPath).toBe(ofApi);
  expect(eventOf(loadBalancer, { path: received }).path).toBe(received);
  const rest = eventOf(restApi, { path: received });
  expect(rest.pathParameters).toStrictEqual({ proxy: decodeURIComponent(received).slice(1) });
});

test('a path that is not UTF-8 is refused where it would be decoded', () => {
  expect(eventOf(functionUrl, { path: '/%FF' }).rawPath).toBe('/%FF');
  expect(eventOf(httpApi, { path: '/%FF' })).toBeUndefined();
  expect(eventOf(restApi, { path: '/%FF' })).toBeUndefined();
});

test('query parameters', () => {
  const query = 'a=1&b=x%20y&a=2+3&c&%C3%BC=%26&__proto__=z&=';
  expect(eventOf(functionUrl, { query })).toMatchObject({
    rawQueryString: query,
    queryStringParameters: { a: '1,2 3', b: 'x y', c: '', ü: '&', ['__proto__']: 'z', '': '' },
  });
  expect(eventOf(restApi, { query })).toMatchObject({
    queryStringParameters: { a: '2 3', b: 'x y' },
    multiValueQueryStringParameters: { a: ['1', '2 3'], b: ['x y'], ['__proto__']: ['z'] },
  });
  expect(eventOf(loadBalancer, { query }).multiValueQueryStringParameters).toStrictEqual({
    a: ['1', '2+3'],
    b: ['x%20y'],
    c: [''],
    '%C3%BC': ['%26'],
    ['__proto__']: ['z'],
    '': [''],
  });
  expect(eventOf(functionUrl, {})).not.toHaveProperty('queryStringParameters');
});

test('headers and cookies', () => {
  const headers = [
    ['X-Tag', 'a'],
    ['Cookie', 'theme=dark; visits=41'],
    ['x-tag', 'b'],
    ['cookie', 'more=1'],
  ] as const;
  const url = eventOf(functionUrl, { headers });
  expect(url.headers).toStrictEqual({ 'x-tag': 'a,b' });
  expect(url.cookies).toStrictEqual(['theme=dark', 'visits=41', 'more=1']);
  const rest = eventOf(restApi, { headers });
  expect(rest.headers).toMatchObject({ 'X-Tag': 'b', Cookie: 'more=1' });
  expect(rest.multiValueHeaders['X-Tag']).toStrictEqual(['a', 'b']);
  expect(eventOf(loadBalancer, { headers }).multiValueHeaders).toStrictEqual({
    'x-tag': ['a', 'b'],
    cookie: ['theme=dark; visits=41', 'more=1'],
  });
});

const umlaut = Buffer.from('ü');
const latin1 = Buffer.from('ü', 'latin1');

test.each([
  ['text/plain', umlaut, false],
  ['text/plain; charset=utf-8', umlaut, false],
  ['TEXT/HTML', umlaut, false],
  ['application/json', umlaut, false],
  ['application/json;charset=utf-8', umlaut, false],
  ['application/xml', umlaut, false],
  ['application/javascript', umlaut, false],
  ['application/vnd.api+json', umlaut, true],
  ['application/x-www-form-urlencoded', umlaut, true],
  ['application/octet-stream', umlaut, true],
  ['application/jsonp', umlaut, true],
  [undefined, umlaut, true],
  // JSON cannot hold it.
  ['text/plain; charset=iso-8859-1', latin1, true],
])('a body of the type %s', (type, body, isBase64Encoded) => {
  const headers = type === undefined ? [] : [['Content-Type', type] as const];
  for (const kind of [functionUrl, httpApi, loadBalancer]) {
    const event = eventOf(kind, { headers, body });
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(bodyOf(event)).toStrictEqual(body);
  }
});

test('an empty body', () => {
  expect(eventOf(functionUrl, {})).not.toHaveProperty('body');
  expect(eventOf(restApi, {}).body).toBeNull();
  expect(eventOf(loadBalancer, {}).body).toBe('');
});

test('a compressed body of a load balancer is in base64', () => {
  const headers = [
    ['Content-Type', 'text/plain'],
    ['Content-Encoding', 'identity'],
  ] as const;
  expect(eventOf(loadBalancer, { headers, body: umlaut }).isBase64Encoded).toBe(true);
});

function responseOf(kind: HttpKind, value: unknown) {
  const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const response = kind.toResponse({
    requestId: '',
    body,
    contentType: 'application/json',
    isStreamed: false,
  });
  return { ...response, body: response.body.toString() };
}

test.each([
  ['{"statusCode":201}', 201, ''],
  ['{"statusCode":"204"}', 204, ''],
  ['{"statusCode":200,"body":"aGk=","isBase64Encoded":true}', 200, 'hi'],
  ['{"statusCode":200,"body":{"a":1}}', 200, '{"a":1}'],
  ['{"statusCode":200,"body":null,"headers":null,"cookies":null}', 200, ''],
  ['{"message":"hi"}', 200, '{"message":"hi"}'],
  ['"hi"', 200, '"hi"'],
  ['null', 200, 'null'],
  ['[1]', 200, '[1]'],
])('the result %s of payload 2.0', (result, status, body) => {
  expect(responseOf(functionUrl, result)).toStrictEqual({
    status,
    headers: [['Content-Type', 'application/json']],
    body,
  });
});

test('the headers of payload 2.0', () => {
  const headers = {
    'content-type': 'text/plain',
    'X-Count': 3,
    Connection: 'close',
    'Content-Length': '7',
    'WWW-Authenticate': 'Basic',
  };
  const result = {
    statusCode: 200,
    headers,
    cookies: ['a=1', 'b=2'],
    multiValueHeaders: { x: ['y'] },
  };
  expect(responseOf(functionUrl, result).headers).toStrictEqual([
    ['content-type', 'text/plain'],
    ['X-Count', '3'],
    ['x-amzn-Remapped-WWW-Authenticate', 'Basic'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ]);
});

test('a REST API merges both kinds of headers', () => {
  const result = {
    statusCode: 200,
    headers: { 'x-tag': 'a', 'x-one': '1' },
    multiValueHeaders: { 'X-Tag': ['b', 'c'] },
  };
  expect(responseOf(restApi, result).headers).toStrictEqual([
    ['x-one', '1'],
    ['X-Tag', 'b'],
    ['X-Tag', 'c'],
    ['Content-Type', 'application/json'],
  ]);
});

test('a load balancer takes the reason, and the headers with all values', () => {
  const result = {
    statusCode: 404,
    statusDescription: '404 Nothing There',
    headers: { 'content-type': 'text/html' },
    multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
  };
  expect(responseOf(loadBalancer, result)).toMatchObject({
    reason: 'Nothing There',
    headers: [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['Content-Type', 'application/octet-stream'],
    ],
  });
});

test.each([
  [functionUrl, 'no JSON', /^Expected the response to be JSON/],
  [functionUrl, { statusCode: 99 }, /statusCode/],
  [functionUrl, { statusCode: 101 }, /statusCode/],
  [functionUrl, { statusCode: 'ok' }, /statusCode: expected a status such as 200/],
  [functionUrl, { statusCode: 200, headers: { a: ['b'] } }, /headers\.a: expected text/],
  [functionUrl, { statusCode: 200, headers: { 'a b': 'c' } }, /a b/],
  [functionUrl, { statusCode: 200, headers: { a: 'b\r\nc: d' } }, /Invalid character/],
  [functionUrl, { statusCode: 200, cookies: 'a=1' }, /cookies/],
  [restApi, null, /expected an object/],
  [restApi, { message: 'hi' }, /statusCode/],
  [restApi, { statusCode: 200, body: { a: 1 } }, /body/],
  [restApi, { statusCode: 200, cookies: [] }, /cookies/],
  [loadBalancer, { body: 'hi' }, /statusCode/],
  [loadBalancer, { statusCode: 200, statusDescription: null }, /statusDescription/],
] as const)('%o refuses the result %o', (kind, result, problem) => {
  expect(() => responseOf(kind, result)).toThrow(problem);
});
