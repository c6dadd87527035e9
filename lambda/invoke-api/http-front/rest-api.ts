import { z } from 'zod';

import { decoded } from '../../http/decoded.ts';
import { localAccount } from '../functions.ts';
import { gatewayId, requestTime } from '../gateway-format.ts';
import { bodyAsText } from './event-body.ts';
import { lastOfEach, valuesByName } from './header-map.ts';
import type { HttpKind } from './http-kind.ts';
import type { HttpRequest } from './http-request.ts';
import {
  checkedHeaders,
  jsonResponse,
  MalformedResponse,
  withContentType,
  withRemappedHeaders,
} from './http-response.ts';
import { valuesByQueryName } from './payload-2.ts';
import {
  bodyBytes,
  checked,
  headerPairs,
  isBase64Encoded,
  multiHeaders,
  parsedJson,
  singleHeaders,
  statusCode,
} from './proxy-result.ts';

const stage = 'prod';

/** API Gateway refuses a response with any other key (API Gateway guide, "Output format of a Lambda function for proxy integration"). */
const result = z.strictObject({
  statusCode,
  headers: singleHeaders,
  multiValueHeaders: multiHeaders,
  body: z.string().nullish(),
  isBase64Encoded,
});

/** A REST API of API Gateway that passes all requests on to the function, with `/` and `/{proxy+}` as its resources. */
export const restApi: HttpKind = {
  title: 'a REST API',
  maxBodyBytes: 10 * 1024 * 1024,
  isStreaming: true,
  timeoutMs: 29_000,
  toEvent(request, functionName) {
    const path = decoded(request.path);
    return path === undefined ? undefined : restEvent(request, path, functionName);
  },
  toResponse({ body }) {
    const value = parsedJson(body);
    if (typeof value !== 'object' || value === null) {
      throw new MalformedResponse('Malformed response: expected an object with statusCode.');
    }
    const given = checked(result, value);
    const headers = checkedHeaders(headerPairs(given.headers, given.multiValueHeaders));
    return {
      status: given.statusCode,
      headers: withContentType(withRemappedHeaders(headers), 'application/json'),
      body: bodyBytes(given.body, given.isBase64Encoded),
    };
  },
  refusals: {
    badRequest: jsonResponse(400, { message: 'Bad Request' }),
    tooLarge: jsonResponse(413, { message: 'Request Too Long' }),
    failed: jsonResponse(502, { message: 'Internal server error' }),
    timedOut: jsonResponse(504, { message: 'Endpoint request timed out' }),
  },
  addedHeaders: ({ requestId, traceId }) => ({
    'x-amzn-RequestId': requestId,
    'x-amz-apigw-id': gatewayId(),
    'X-Amzn-Trace-Id': traceId,
  }),
};

function restEvent(request: HttpRequest, path: string, functionName: string): object {
  const { method, host, sourceIp, userAgent, body, receivedAt, requestId } = request;
  // API Gateway does not pass it on.
  const all = valuesByName(request.headers)
    .filter(([name]) => name.toLowerCase() !== 'content-length')
    .toSorted(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const parameters = [...valuesByQueryName(request.query)];
  const resource = path === '/' ? '/' : '/{proxy+}';
  return {
    resource,
    path,
    httpMethod: method,
    headers: lastOfEach(all),
    multiValueHeaders: Object.fromEntries(all),
    queryStringParameters: parameters.length === 0 ? null : lastOfEach(parameters),
    multiValueQueryStringParameters:
      parameters.length === 0 ? null : Object.fromEntries(parameters),
    pathParameters: path === '/' ? null : { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: localAccount,
      apiId: functionName,
      domainName: host,
      domainPrefix: host.split(/[.:]/, 1)[0],
      extendedRequestId: gatewayId(),
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp,
        user: null,
        userAgent,
        userArn: null,
      },
      path: `/${stage}${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTime: requestTime(receivedAt),
      requestTimeEpoch: receivedAt,
      resourceId: 'local',
      resourcePath: resource,
      stage,
    },
    ...(body.length === 0 ? { body: null, isBase64Encoded: false } : bodyAsText(body)),
  };
}
