import { STATUS_CODES } from 'node:http';

import { z } from 'zod';

import { localAccount } from '../functions.ts';
import { bodyByType } from './event-body.ts';
import { valuesByName, withLowerCaseNames } from './header-map.ts';
import type { HttpKind } from './http-kind.ts';
import {
  checkedHeaders,
  type HttpResponse,
  MalformedResponse,
  withContentType,
} from './http-response.ts';
import {
  bodyBytes,
  checked,
  headerPairs,
  isBase64Encoded,
  multiHeaders,
  parsedJson,
  statusCode,
} from './proxy-result.ts';

const megabyte = 1024 * 1024;

const result = z.object({
  statusCode,
  statusDescription: z.string().optional(),
  multiValueHeaders: multiHeaders,
  body: z.string().nullish(),
  isBase64Encoded,
});

/** An Application Load Balancer, whose target group has multi-value headers (ELB guide, "Lambda functions as targets"). */
export const loadBalancer: HttpKind = {
  title: 'a load balancer',
  maxBodyBytes: megabyte,
  maxResponseBytes: megabyte,
  isStreaming: false,
  toEvent({ headers, method, path, query, body }, functionName) {
    const all = valuesByName(withLowerCaseNames(headers));
    const contentType = all.find(([name]) => name === 'content-type')?.[1][0];
    const isEncoded = all.some(([name]) => name === 'content-encoding');
    return {
      requestContext: {
        elb: {
          targetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:${localAccount}:targetgroup/${functionName}/0123456789abcdef`,
        },
      },
      httpMethod: method,
      path,
      multiValueQueryStringParameters: Object.fromEntries(undecodedParameters(query)),
      multiValueHeaders: Object.fromEntries(
        all.toSorted(([one], [other]) => (one < other ? -1 : 1)),
      ),
      ...(body.length === 0
        ? { body: '', isBase64Encoded: false }
        : bodyByType(body, isEncoded ? undefined : contentType)),
    };
  },
  toResponse({ body }) {
    const value = parsedJson(body);
    if (typeof value !== 'object' || value === null) {
      throw new MalformedResponse('Malformed response: expected an object with statusCode.');
    }
    const given = checked(result, value);
    const headers = checkedHeaders(headerPairs(undefined, given.multiValueHeaders));
    return {
      status: given.statusCode,
      reason: reasonOf(given.statusDescription),
      headers: withContentType(headers, 'application/octet-stream'),
      body: bodyBytes(given.body, given.isBase64Encoded),
    };
  },
  refusals: {
    badRequest: htmlPage(400),
    tooLarge: htmlPage(413),
    failed: htmlPage(502),
    timedOut: htmlPage(504),
  },
  addedHeaders: () => ({}),
};

/** A load balancer does not decode them. */
function undecodedParameters(query: string): [name: string, values: string[]][] {
  const parts = query.split('&').filter((part) => part !== '');
  return valuesByExactName(
    parts.map((part): [string, string] => {
      const at = part.indexOf('=');
      return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}

function valuesByExactName(all: readonly [string, string][]): [name: string, values: string[]][] {
  const found = new Map<string, string[]>();
  for (const [name, value] of all) found.set(name, [...(found.get(name) ?? []), value]);
  return [...found];
}

/** The words after the number in `200 OK`. */
function reasonOf(description: string | undefined): string | undefined {
  const reason = description?.replace(/^\d+ */, '');
  return reason !== undefined && /^[ -~]+$/.test(reason) ? reason : undefined;
}

function htmlPage(status: number): HttpResponse {
  const title = `${status} ${STATUS_CODES[status]}`;
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ];
  return {
    status,
    headers: [['Content-Type', 'text/html']],
    body: Buffer.from(lines.join('\r\n')),
  };
}
