/**
 * Responds to a request: replace this with what your function does.
 *
 * @param {{
 *   method: string,
 *   path: string,
 *   query: Record<string, string[]>,
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
  const names = method === 'GET' ? (query.name ?? []) : namesIn(body);
  if (names.length === 0 || !names.every(isText)) {
    return json(400, { message: 'expected a name, as in ?name=Ada or {"name":"Ada"}' });
  }
  const visits = cookies.get('visits') ?? '';
  const count = /^\d{1,9}$/.test(visits) ? Number(visits) : 0;
  return {
    ...json(200, { message: `Hello, ${names.join(' and ')}!` }),
    // In headers, only one of them would be left.
    multiValueHeaders: { 'set-cookie': [cookie('visits', count + 1), cookie('last-visit', time)] },
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

const isText = (value) => typeof value === 'string' && value !== '';

/**
 * Decodes a request of a REST API.
 *
 * If it throws, the client gets the status 502 and no more, and the error is in the log.
 *
 * @param {import('aws-lambda').APIGatewayProxyEvent} event
 * @returns {Promise<import('aws-lambda').APIGatewayProxyResult>}
 */
export const handler = async (event) => {
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
};

const isRequest = (event) =>
  typeof event?.httpMethod === 'string' &&
  typeof event.path === 'string' &&
  typeof event.requestContext?.requestTimeEpoch === 'number';

/** Those of a request, which are null if there are none. */
const listsIn = (values) =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, list]) => Array.isArray(list)));

/** Names of headers are as the client writes them: cookie with HTTP/2, and mostly Cookie with HTTP/1.1. */
const cookiesIn = ({ multiValueHeaders }) =>
  Object.entries(listsIn(multiValueHeaders))
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, values]) => values.join('; ').split('; '));

/** The flag decides: bodies are in Base64 if their content type is one of the API's binary media types. */
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
