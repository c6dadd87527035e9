import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

type Lists = Partial<Record<string, readonly unknown[]>>;

interface Request {
  method: string;
  path: string;
  query: Lists;
  cookies: ReadonlyMap<string, string>;
  body: string;
  /** When it came, in milliseconds since 1970. */
  time: number;
}

/** Responds to a request: replace this with what your function does. */
function respond({ method, path, query, cookies, body, time }: Request): APIGatewayProxyResult {
  if (path !== '/') return json(404, { message: `there is nothing at ${path}` });
  if (method !== 'GET' && method !== 'POST') {
    return json(405, { message: `expected GET or POST, got: ${method}` }, { allow: 'GET, POST' });
  }
  const names = method === 'GET' ? (query['name'] ?? []) : namesIn(body);
  if (names.length === 0 || !names.every(isName)) {
    return json(400, { message: 'expected a name, as in ?name=Ada or {"name":"Ada"}' });
  }
  const visits = cookies.get('visits') ?? '';
  const count = /^\d{1,9}$/.test(visits) ? Number(visits) : 0;
  return {
    ...json(200, { message: `Hello, ${names.join(' and ')}!` }),
    // In headers, only one of them would be left.
    multiValueHeaders: { 'set-cookie': [cookie('visits', count + 1), cookie('last-visit', time)] },
  };
}

function namesIn(body: string): string[] {
  try {
    const content: { name?: unknown } | null = JSON.parse(body);
    return typeof content?.name === 'string' ? [content.name] : [];
  } catch {
    return [];
  }
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/**
 * Decodes a request of a REST API. If it throws, the client gets the status 502 and no more, and the error
 * is in the log.
 */
export async function handler(event: unknown): Promise<APIGatewayProxyResult> {
  if (!isRequest(event)) {
    throw new TypeError('expected a request of a REST API: httpMethod, path and requestContext');
  }
  return respond({
    method: event.httpMethod,
    path: event.path,
    // In queryStringParameters, only the last of repeated parameters is left.
    query: listsIn(event.multiValueQueryStringParameters),
    cookies: new Map(cookiesIn(event).map(splitCookie)),
    body: decodeBody(event),
    time: event.requestContext.requestTimeEpoch,
  });
}

function isRequest(event: unknown): event is APIGatewayProxyEvent {
  const request = event as Partial<APIGatewayProxyEvent> | null;
  return (
    typeof request?.httpMethod === 'string' &&
    typeof request.path === 'string' &&
    typeof request.requestContext?.requestTimeEpoch === 'number'
  );
}

/** Those of a request, which are null if there are none. */
function listsIn(values: Lists | null | undefined): Lists {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, list]) => Array.isArray(list)));
}

/** Names of headers are as the client writes them: cookie with HTTP/2, and mostly Cookie with HTTP/1.1. */
function cookiesIn({ multiValueHeaders }: Partial<APIGatewayProxyEvent>): string[] {
  return Object.entries(listsIn(multiValueHeaders))
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, values = []]) => values.join('; ').split('; '));
}

/** The flag decides: bodies are in Base64 if their content type is one of the API's binary media types. */
function decodeBody({ body, isBase64Encoded }: Partial<APIGatewayProxyEvent>): string {
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

function cookie(name: string, value: number): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** The body is a string. An object would not reach the client. */
function json(
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
