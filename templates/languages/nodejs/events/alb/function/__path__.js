import { STATUS_CODES } from 'node:http';

/**
 * Responds to a request: replace this with what your function does.
 *
 * @param {{
 *   method: string,
 *   path: string,
 *   query: URLSearchParams,
 *   cookies: Map<string, string>,
 *   body: string,
 * }} request
 */
const respond = ({ method, path, query, cookies, body }) => {
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
 * Decodes a request of an Application Load Balancer.
 *
 * If it throws, the client gets the status 502 and no more, and the error is in the log.
 *
 * @param {import('aws-lambda').ALBEvent} event
 * @returns {Promise<import('aws-lambda').ALBResult>}
 */
export const handler = async (event) => {
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
};

const isRequest = (event) =>
  typeof event?.httpMethod === 'string' &&
  typeof event.path === 'string' &&
  isObject(event.requestContext?.elb) &&
  (hasLists(event) || isObject(event.headers));

/** Whether headers and parameters have lists of values, which is an attribute of the target group. */
const hasLists = ({ multiValueHeaders }) => isObject(multiValueHeaders);

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names and values of parameters are as the client has encoded them. */
const decodeQuery = (event) => {
  const query = hasLists(event)
    ? event.multiValueQueryStringParameters
    : event.queryStringParameters;
  return new URLSearchParams(
    textsIn(query)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  );
};

const cookiesIn = (event) =>
  textsIn(hasLists(event) ? event.multiValueHeaders : event.headers)
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split('; '));

/** Each name with each of its values. */
const textsIn = (values) =>
  Object.entries(values ?? {})
    .flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
    .filter(([, value]) => typeof value === 'string');

/** The flag decides, not the content type. */
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

/** All that single headers can have. */
const firstOfEach = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, [first]]) => [name, first]));

/** The body is a string. An object would not reach the client. */
const json = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': ['application/json'], ...headers },
  body: JSON.stringify(body),
});
