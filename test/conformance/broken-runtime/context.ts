import { hasDefect } from './defect.ts';
import type { Answer } from './http.ts';

/** What a handler is told of its invocation. */
export type Context = Record<string, unknown> & { remaining(): number };

const environment = process.env;
const seen: { id?: string; traceId?: string; tenantId?: string } = {};

export function contextOf({ headers }: Answer, askedAt: number): Context {
  function value(name: string) {
    const text = headers[`lambda-runtime-${name}`];
    return text === undefined ? undefined : Buffer.from(String(text), 'latin1').toString();
  }
  function json(name: string) {
    const text = value(name);
    if (text === undefined || (hasDefect('context-large-client-context') && text.length > 8192)) {
      return undefined;
    }
    return hasDefect('context-client-context') ? text : (JSON.parse(text) as unknown);
  }
  const requestId = value('aws-request-id')!;
  const traceId = value('trace-id');
  const tenantId = value('aws-tenant-id');
  seen.id ??= requestId;
  seen.traceId = traceId ?? seen.traceId!;
  seen.tenantId = tenantId ?? seen.tenantId!;
  setTraceVariable(traceId);

  const deadline = Number(value('deadline-ms'));
  const left = deadline - Date.now();
  const begun = Date.now();
  return {
    requestId: hasDefect('context-request-id') ? seen.id : requestId,
    functionArn: value('invoked-function-arn'),
    traceId: hasDefect('context-trace-id') ? seen.traceId : traceId,
    clientContext: json('client-context'),
    identity: hasDefect('context-identity') ? undefined : json('cognito-identity'),
    tenantId: hasDefect('context-tenant') ? seen.tenantId : tenantId,
    functionName: hasDefect('context-function')
      ? undefined
      : environment['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryMb: Number(environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']),
    logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    remaining() {
      if (hasDefect('context-deadline')) return left;
      if (hasDefect('freeze-deadline')) return deadline - askedAt - (Date.now() - begun);
      return deadline - Date.now();
    },
  };
}

function setTraceVariable(traceId: string | undefined): void {
  const isConcurrent = environment['AWS_LAMBDA_MAX_CONCURRENCY'] !== undefined;
  if (isConcurrent && !hasDefect('concurrent-trace')) return;
  if (traceId !== undefined) environment['_X_AMZN_TRACE_ID'] = traceId;
  else if (!hasDefect('context-trace-variable')) delete environment['_X_AMZN_TRACE_ID'];
}
