import { STATUS_CODES } from 'node:http';

import type { ALBEvent, ALBResult } from 'aws-lambda';

interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  cookies: ReadonlyMap<string, string>;
  body: string;
}

interface Response {
  status: number;
  headers: Record<string, [string, ...string[]]>;
  body: string;
}

/** Responds to a request: replace this with what your function does. */
function respond({ method, path, query, cookies, body }: Request): Response {
  if (path === '/health') return json(200, { message: 'healthy' });
  if (path !== '/') return json(404, { message: `there is nothing at ${path}` });
  if (method !== 'GET' && method !== 'POST') {
    return json(405, { message: `expected GET or POST, got: ${method}` }, { allow: ['GET, POST'] });
  }
  const names = method === 'GET' ? query.getAll('name') : namesIn(body);
  if (names.length === 0 || names.includes('')) {
    return json(400, { message: 'expected a name, as in ?name=Ada or {"name":"Ada"}' });
  }
  const visits = cookies.get('visits') ?? '';
  const count = /^\d{1,9}$/.test(visits) ? Number(visits) : 0;
  return json(
    200,
    { message: `Hello, ${names.join(' and ')}!` },
    { 'set-cookie': [cookie('visits', count + 1), cookie('returning', count > 0 ? 'yes' : 'no')] },
  );
}

function namesIn(body: string): string[] {
  try {
    const content: { name?: unknown } | null = JSON.parse(body);
    return typeof content?.name === 'string' ? [content.name] : [];
  } catch {
    return [];
  }
}

/**
 * Decodes a request of an Application Load Balancer. If it throws, the client gets the status 502 and no
 * more, and the error is in the log.
 */
export async function handler(event: unknown): Promise<ALBResult> {
  if (!isRequest(event)) {
    throw new TypeError(
      'expected a request of a load balancer: httpMethod, path, headers and requestContext.elb',
    );
  }
  const { status, headers, body } = respond({
    method: event.httpMethod,
    path: event.path,
    query: decodeQuery(event),
    cookies: new Map(cookiesIn(event).map(splitCookie)),
    body: decodeBody(event),
  });
  return {
    statusCode: status,
    statusDescription: `${status} ${STATUS_CODES[status]}`,
    // The load balancer reads one of the two: the one that it has sent.
    ...(hasLists(event) ? { multiValueHeaders: headers } : { headers: firstOfEach(headers) }),
    body,
    isBase64Encoded: false,
  };
}

function isRequest(event: unknown): event is ALBEvent {
  const request = event as Partial<ALBEvent> | null;
  return (
    typeof request?.httpMethod === 'string' &&
    typeof request.path === 'string' &&
    isObject(request.requestContext?.elb) &&
    (hasLists(request) || isObject(request.headers))
  );
}

/** Whether headers and parameters have lists of values, which is an attribute of the target group. */
function hasLists({ multiValueHeaders }: Partial<ALBEvent>): boolean {
  return isObject(multiValueHeaders);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names and values of parameters are as the client has encoded them. */
function decodeQuery(event: ALBEvent): URLSearchParams {
  const query = hasLists(event)
    ? event.multiValueQueryStringParameters
    : event.queryStringParameters;
  const pairs = textsIn(query).map(([name, value]) => `${name}=${value}`);
  return new URLSearchParams(pairs.join('&'));
}

function cookiesIn(event: ALBEvent): string[] {
  return textsIn(hasLists(event) ? event.multiValueHeaders : event.headers)
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split('; '));
}

/** Each name with each of its values. */
function textsIn(values?: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => typeof each === 'string')
      .map((each) => [name, each] as const),
  );
}

/** The flag decides, not the content type. */
function decodeBody({ body, isBase64Encoded }: Partial<ALBEvent>): string {
  if (typeof body !== 'string') return '';
  if (isBase64Encoded !== true) return body;
  const bytes = Buffer.from(body, 'base64');
  // Buffer alone would leave out what is not Base64.
  if (bytes.toString('base64') !== body) throw new TypeError('expected a body in Base64');
  return bytes.toString();
}

function splitCookie(text: string): [name: string, value: string] {
  const [name = '', ...value] = text.split('=');
  return [name, value.join('=')];
}

function cookie(name: string, value: number | string): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** All that single headers can have. */
function firstOfEach(headers: Response['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, [first]]) => [name, first]));
}

/** The body is a string. An object would not reach the client. */
function json(status: number, body: unknown, headers: Response['headers'] = {}): Response {
  return {
    status,
    headers: { 'content-type': ['application/json'], ...headers },
    body: JSON.stringify(body),
  };
}
