import { header } from '../http/header.ts';
import { destroyLater } from '../http/destroy-later.ts';
import { readBody } from '../http/read-body.ts';
import type { Call } from './call.ts';
import { findFunction, type FoundFunction } from './functions.ts';
import { maxClientContextBytes, maxRequestBytes } from './limits.ts';
import type { LocalInvokeOptions } from './local-function.ts';
import { ServiceError } from './service-error.ts';
import { traceIdOf } from './trace-id.ts';

export type InvocationType = keyof typeof maxRequestBytes;

/** What a request of Invoke asks for. */
export interface InvokeRequest extends FoundFunction {
  readonly type: InvocationType;
  /** JSON. */
  readonly event: Buffer;
  readonly options: LocalInvokeOptions & { readonly traceId: string };
  /** Whether the response is to have the end of the log. */
  readonly wantsLog: boolean;
}

/** Reads the headers and the body of a request of Invoke or InvokeWithResponseStream. Throws a ServiceError. */
export async function readInvoke(call: Call, encodedName: string): Promise<InvokeRequest> {
  const { request, requestId } = call;
  const { found, arn } = findFunction(call, encodedName);
  const type = oneOf(call, 'x-amz-invocation-type', ['RequestResponse', 'Event', 'DryRun']);
  const logType = oneOf(call, 'x-amz-log-type', ['None', 'Tail']);
  const clientContext = clientContextOf(header(request, 'x-amz-client-context'));
  const tenantId = header(request, 'x-amz-tenant-id');
  const event = await eventOf(call, maxRequestBytes[type]);
  return {
    found,
    arn,
    type,
    event,
    options: {
      requestId,
      source: type === 'Event' ? 'Event' : 'Invoke',
      functionArn: arn,
      traceId: traceIdOf(header(request, 'x-amzn-trace-id')),
      // Lambda passes it on only to a caller that waits.
      ...(clientContext !== undefined && type !== 'Event' && { clientContext }),
      ...(tenantId !== undefined && { tenantId }),
    },
    wantsLog: logType === 'Tail',
  };
}

/** The value of a header; the first one if it is missing. */
function oneOf<Value extends string>(
  { request }: Call,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const given = header(request, name) ?? values[0];
  const value = values.find((each) => each === given);
  if (value !== undefined) return value;
  throw new ServiceError(
    'InvalidParameterValueException',
    `Expected ${name} to be one of ${values.join(', ')}, found ${given}.`,
  );
}

function clientContextOf(base64: string | undefined): string | undefined {
  if (base64 === undefined) return undefined;
  if (base64.length > maxClientContextBytes) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Expected a client context of at most ${maxClientContextBytes} bytes in base64, found ${base64.length}.`,
    );
  }
  const text = Buffer.from(base64, 'base64').toString();
  if (isJson(text)) return text;
  throw new ServiceError(
    'InvalidRequestContentException',
    'Expected the client context to be JSON in base64.',
  );
}

async function eventOf({ request, response, room }: Call, maxBytes: number): Promise<Buffer> {
  const body = await readBody(request, maxBytes, room);
  if (body === 'endless') response.on('finish', () => destroyLater(request));
  if (body === 'too-large' || body === 'endless') {
    throw new ServiceError(
      'RequestTooLargeException',
      `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`,
    );
  }
  if (body === 'truncated') {
    throw new ServiceError('InvalidRequestContentException', 'The request ended early.');
  }
  // What all SDKs and the AWS CLI send for a call without a payload.
  if (body.length === 0) return Buffer.from('{}');
  const problem = problemOf(body);
  if (problem === undefined) return body;
  throw new ServiceError(
    'InvalidRequestContentException',
    `Could not parse request body into json: ${problem}`,
  );
}

function isJson(text: string): boolean {
  return problemOf(Buffer.from(text)) === undefined;
}

function problemOf(body: Buffer): string | undefined {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
