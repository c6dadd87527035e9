import { validateHeaderValue } from 'node:http';

import type { Invocation, InvokeOptions } from './invocation.ts';

/** Headers of an event; those without a value are absent, as on Lambda (rendering.go of its emulator). */
export function eventHeaders(
  { requestId, invocationId, deadlineEpochMs, options }: Invocation,
  functionArn: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': options.contentType || 'application/json',
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadlineEpochMs),
    'Lambda-Runtime-Invoked-Function-Arn': functionArn,
    ...(options.invocationId !== false && { 'Lambda-Runtime-Invocation-Id': invocationId }),
  };
  for (const [name, value] of optionalHeaders(options)) {
    if (value) headers[name] = asBytes(value);
  }
  return headers;
}

/** Throws a TypeError for what no header can carry, such as a line break, before anything is sent. */
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

/** Node.js writes each character as a byte: UTF-8 must be bytes before. */
function asBytes(value: string): string {
  return Buffer.from(value).toString('latin1');
}
