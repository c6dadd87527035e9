import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  cookies: ReadonlyMap<string, string>;
  body: string;
  /** When it came, in milliseconds since 1970. */
  time: number;
}

/** Responds to a request: replace this with what your function does. */
function respond({
  method,
  path,
  query,
  cookies,
  body,
  time,
}: Request): APIGatewayProxyStructuredResultV2 {
  if (path !== '/') return json(404, { message: `there is nothing at ${path}` });
  if (method !== 'GET' && method !== 'POST') {
    return json(405, { message: `expected GET or POST, got: ${method}` }, { allow: 'GET, POST' });
  }
  const names = method === 'GET' ? query.getAll('name') : namesIn(body);
  if (names.length === 0 || names.includes('')) {
    return json(400, { message: 'expected a name, as in ?name=Ada or {"name":"Ada"}' });
  }
  const visits = cookies.get('visits') ?? '';
  const count = /^\d{1,9}$/.test(visits) ? Number(visits) : 0;
  return {
    ...json(200, { message: `Hello, ${names.join(' and ')}!` }),
    cookies: [cookie('visits', count + 1), cookie('last-visit', time)],
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

/**
 * Decodes a request of a function URL or of an HTTP API, with payload format version 2.0. If it throws, the
 * client gets the status 500 or 502 and no more, and the error is in the log.
 */
export async function handler(event: unknown): Promise<APIGatewayProxyStructuredResultV2> {
  if (!isRequest(event)) {
    throw new TypeError('expected an HTTP request with payload format version 2.0');
  }
  return respond({
    method: event.requestContext.http.method,
    path: event.rawPath,
    // In queryStringParameters, repeated parameters are joined by commas.
    query: new URLSearchParams(event.rawQueryString),
    cookies: new Map((event.cookies ?? []).map(splitCookie)),
    body: decodeBody(event),
    time: event.requestContext.timeEpoch,
  });
}

function isRequest(event: unknown): event is APIGatewayProxyEventV2 {
  const request = event as Partial<APIGatewayProxyEventV2> | null;
  return (
    request?.version === '2.0' &&
    typeof request.rawPath === 'string' &&
    typeof request.requestContext?.http?.method === 'string' &&
    typeof request.requestContext.timeEpoch === 'number'
  );
}

/** The flag decides, not the content type: the body of a form, for example, is in Base64, too. */
function decodeBody({ body, isBase64Encoded }: Partial<APIGatewayProxyEventV2>): string {
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
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
