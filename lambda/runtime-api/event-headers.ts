import { validateHeaderValue } from 'node:http';

import type { Invocation, InvokeOptions } from './invocation.ts';

/** The headers of an event. Headers without a value are omitted, as on Lambda (rendering.go of RIE). */
export function eventHeaders(
  { requestId, invocationId, deadlineEpochMs, options }: Invocation,
  functionArn: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': options.contentType || 'application/json',
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadlineEpochMs),
    'Lambda-Runtime-Invoked-Function-Arn': options.functionArn ?? functionArn,
    ...(options.invocationId !== false && { 'Lambda-Runtime-Invocation-Id': invocationId }),
  };
  for (const [name, value] of optionalHeaders(options)) {
    if (value) headers[name] = asBytes(value);
  }
  return headers;
}

/** Throws a TypeError for values that are not allowed in headers, such as line breaks, before anything is sent. */
export function validateHeaders(options: InvokeOptions): void {
  const all = [
    ...optionalHeaders(options),
    ['Content-Type', options.contentType],
    ['Lambda-Runtime-Aws-Request-Id', options.requestId],
  ] as const;
  for (const [name, value] of all) {
    if (value !== undefined) validateHeaderValue(name, asBytes(value));
  }
}

function optionalHeaders(options: InvokeOptions) {
  return [
    ['Lambda-Runtime-Trace-Id', options.traceId],
    ['Lambda-Runtime-Client-Context', options.clientContext],
    ['Lambda-Runtime-Cognito-Identity', options.cognitoIdentity],
    ['Lambda-Runtime-Aws-Tenant-Id', options.tenantId],
  ] as const;
}

/** Node.js writes each character of a header as one byte, so UTF-8 has to be encoded first. */
function asBytes(value: string): string {
  return Buffer.from(value).toString('latin1');
}
