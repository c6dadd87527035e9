import type { Settled } from '../invoke-api/asynchronous-invocations.ts';
import { functionArn } from '../invoke-api/functions.ts';
import type { InvocationResult } from '../runtime-api/invocation-result.ts';
import { jsonOf } from './json-of.ts';
import { localArn } from './local-arn.ts';
import type { StreamRecord } from './stream-record.ts';

/**
 * What Lambda sends to an on-failure destination of a function that was invoked asynchronously (Lambda guide,
 * "Capturing records of Lambda asynchronous invocations").
 */
export function asynchronousFailure({ to, event, options, result, attempts }: Settled): object {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: options.requestId,
      functionArn: `${functionArn({ name: to.name })}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: jsonOf(event),
    responseContext: responseContext(result),
    responsePayload: jsonOf(result.error?.payload ?? result.body),
  };
}

interface StreamFailure {
  readonly functionName: string;
  readonly source: 'kinesis' | 'dynamodb';
  readonly requestId: string;
  readonly attempts: number;
  readonly result: InvocationResult;
  readonly records: readonly StreamRecord[];
}

/**
 * What Lambda sends to the on-failure destination of an event source mapping for a stream: about the records, not the records
 * themselves (Lambda guide, "Retain discarded batch records").
 */
export function streamFailure(failure: StreamFailure): object {
  const { functionName, source, requestId, attempts, result, records } = failure;
  const [first, last] = [records[0]!, records.at(-1)!];
  const batchInfo = {
    shardId: first.shardId,
    startSequenceNumber: first.sequenceNumber,
    endSequenceNumber: last.sequenceNumber,
    approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
    approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
    batchSize: records.length,
    streamArn: first.record['eventSourceARN'] ?? localArn(source, functionName),
  };
  return {
    requestContext: {
      requestId,
      functionArn: functionArn({ name: functionName }),
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: attempts,
    },
    responseContext: responseContext(result),
    version: '1.0',
    timestamp: new Date().toISOString(),
    [source === 'kinesis' ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: batchInfo,
  };
}

function responseContext({ error }: InvocationResult): object {
  return {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(error !== undefined && { functionError: 'Unhandled' }),
  };
}
