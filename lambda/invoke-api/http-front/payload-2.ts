import { z } from 'zod';

import type { InvocationResult } from '../../runtime-api/invocation-result.ts';
import { requestTime } from '../gateway-format.ts';
import { bodyByType } from './event-body.ts';
import { valuesByName, withLowerCaseNames } from './header-map.ts';
import type { HttpRequest } from './http-request.ts';
import {
  checkedHeaders,
  type HttpResponse,
  withContentType,
  withRemappedHeaders,
} from './http-response.ts';
import {
  bodyBytes,
  checked,
  headerPairs,
  isBase64Encoded,
  parsedJson,
  singleHeaders,
  statusCode,
} from './proxy-result.ts';

export interface Payload2Facts {
  readonly accountId: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly rawPath: string;
}

/** The event of a function URL or an HTTP API (API Gateway guide, "AWS Lambda proxy integrations for HTTP APIs", version 2.0). */
export function payload2Event(request: HttpRequest, facts: Payload2Facts): object {
  const { method, query, host, sourceIp, userAgent, body, receivedAt } = request;
  const all = valuesByName(withLowerCaseNames(request.headers));
  const cookies = all.find(([name]) => name === 'cookie')?.[1];
  const headers = Object.fromEntries(
    all
      .filter(([name]) => name !== 'cookie')
      .map(([name, values]) => [name, values.join(',')] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const parameters = valuesByQueryName(query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: facts.rawPath,
    rawQueryString: query,
    ...(cookies !== undefined && { cookies: cookies.flatMap((each) => each.split(/; */)) }),
    headers,
    ...(parameters.size > 0 && {
      queryStringParameters: Object.fromEntries(
        [...parameters].map(([name, values]) => [name, values.join(',')]),
      ),
    }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      domainName: host,
      domainPrefix: host.split(/[.:]/, 1)[0],
      http: { method, path: facts.rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent },
      requestId: facts.requestId,
      routeKey: '$default',
      stage: '$default',
      time: requestTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...(body.length === 0 ? { isBase64Encoded: false } : bodyByType(body, headers['content-type'])),
  };
}

/** Decoded as a form is. */
export function valuesByQueryName(query: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

const result = z.object({
  statusCode,
  headers: singleHeaders,
  cookies: z.array(z.string()).nullish(),
  body: z.unknown().optional(),
  isBase64Encoded,
});

/** Anything without statusCode is the body of a response (the same page, "Lambda function response for format 2.0"). */
export function payload2Response({ body }: Pick<InvocationResult, 'body'>): HttpResponse {
  const value = parsedJson(body);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'statusCode')) {
    return { status: 200, headers: [['Content-Type', 'application/json']], body };
  }
  const given = checked(result, value);
  const cookies = (given.cookies ?? []).map((cookie) => ['Set-Cookie', cookie] as const);
  const headers = checkedHeaders([...headerPairs(given.headers), ...cookies]);
  return {
    status: given.statusCode,
    headers: withContentType(withRemappedHeaders(headers), 'application/json'),
    body: bodyBytes(asText(given.body), given.isBase64Encoded),
  };
}

function asText(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
