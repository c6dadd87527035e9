import { gunzipSync } from 'node:zlib';
import type {
  CloudWatchLogsDecodedData,
  CloudWatchLogsEvent,
  CloudWatchLogsLogEvent,
} from 'aws-lambda';

interface Result {
  logEventIds: string[];
}

/**
 * Processes one log event: replace this with what your function does. If it throws, Lambda invokes the
 * function twice more with the whole event. CloudWatch Logs may also send a log event twice, so doing it
 * again must do no harm.
 */
async function processLogEvent(
  { timestamp, message }: CloudWatchLogsLogEvent,
  logGroup: string,
): Promise<void> {
  console.info('%s: %s %s', logGroup, new Date(timestamp).toISOString(), message);
}

/**
 * Processes the log events that a subscription filter sends. Lambda passes the response on to a
 * destination, if the function has one.
 */
export async function handler(event: unknown): Promise<Result> {
  if (!isEvent(event)) {
    throw new TypeError('expected an event of CloudWatch Logs: awslogs.data');
  }
  const batch = decode(event.awslogs.data);
  if (isControlMessage(batch)) {
    // CloudWatch Logs looks whether the function can be reached.
    console.info('ignored: %s', batch.messageType);
    return { logEventIds: [] };
  }
  if (!isDataMessage(batch)) {
    throw new TypeError(
      'expected a DATA_MESSAGE with logGroup and logEvents, each with id, timestamp and message',
    );
  }
  for (const logEvent of batch.logEvents) {
    await processLogEvent(logEvent, batch.logGroup);
  }
  return { logEventIds: batch.logEvents.map(({ id }) => id) };
}

function isEvent(event: unknown): event is CloudWatchLogsEvent {
  return isText((event as Partial<CloudWatchLogsEvent> | null)?.awslogs?.data);
}

/** The data is JSON, in gzip, in Base64. */
function decode(data: string): Partial<CloudWatchLogsDecodedData> | null {
  try {
    return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString());
  } catch (cause) {
    throw new TypeError('expected awslogs.data to be JSON, in gzip, in Base64', { cause });
  }
}

type Batch = Partial<CloudWatchLogsDecodedData> | null;

function isControlMessage(batch: Batch): batch is { messageType: 'CONTROL_MESSAGE' } {
  return batch?.messageType === 'CONTROL_MESSAGE';
}

function isDataMessage(batch: Batch): batch is CloudWatchLogsDecodedData {
  const { messageType, logGroup, logEvents } = batch ?? {};
  return (
    messageType === 'DATA_MESSAGE' &&
    isText(logGroup) &&
    Array.isArray(logEvents) &&
    logEvents.every(isLogEvent)
  );
}

function isLogEvent(value: Partial<CloudWatchLogsLogEvent> | null): boolean {
  const { id, timestamp, message } = value ?? {};
  return isText(id) && id !== '' && Number.isInteger(timestamp) && isText(message);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
