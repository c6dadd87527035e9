/**
 * Responds to a request: replace this with what your function does.
 *
 * @param {{
 *   method: string,
 *   path: string,
 *   query: URLSearchParams,
 *   cookies: Map<string, string>,
 *   body: string,
 *   time: number,
 * }} request
 */
const respond = ({ method, path, query, cookies, body, time }) => {
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
};

const namesIn = (body) => {
  try {
    const { name } = JSON.parse(body) ?? {};
    return typeof name === 'string' ? [name] : [];
  } catch {
    return [];
  }
};

/**
 * Decodes a request of a function URL or of an HTTP API, with payload format version 2.0.
 *
 * If it throws, the client gets the status 500 or 502 and no more, and the error is in the log.
 *
 * @param {import('aws-lambda').APIGatewayProxyEventV2} event
 * @returns {Promise<import('aws-lambda').APIGatewayProxyStructuredResultV2>}
 */
export const handler = async (event) => {
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
};

const isRequest = (event) =>
  event?.version === '2.0' &&
  typeof event.rawPath === 'string' &&
  typeof event.requestContext?.http?.method === 'string' &&
  typeof event.requestContext.timeEpoch === 'number';

/** The flag decides, not the content type: the body of a form, for example, is in Base64, too. */
const decodeBody = ({ body, isBase64Encoded }) => {
  if (typeof body !== 'string') return '';
  if (isBase64Encoded !== true) return body;
  const bytes = Buffer.from(body, 'base64');
  // Buffer alone would leave out what is not Base64.
  if (bytes.toString('base64') !== body) throw new TypeError('expected a body in Base64');
  return bytes.toString();
};

const splitCookie = (text) => {
  const [name, ...value] = text.split('=');
  return [name, value.join('=')];
};

const cookie = (name, value) => `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;

/** The body is a string. An object would not reach the client. */
const json = (statusCode, body, headers = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
