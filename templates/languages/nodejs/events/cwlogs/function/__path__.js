import { gunzipSync } from 'node:zlib';

/**
 * Processes one log event: replace this with what your function does. If it throws, Lambda invokes the
 * function twice more with the whole event. CloudWatch Logs may also send a log event twice, so doing it
 * again must do no harm.
 *
 * @param {import('aws-lambda').CloudWatchLogsLogEvent} logEvent
 * @param {string} logGroup
 */
const processLogEvent = async ({ timestamp, message }, logGroup) => {
  console.log(`${logGroup}: ${new Date(timestamp).toISOString()} ${message}`);
};

/**
 * Processes the log events that a subscription filter sends. Lambda passes the response on to a
 * destination, if the function has one.
 *
 * @param {import('aws-lambda').CloudWatchLogsEvent} event
 * @returns {Promise<{ logEventIds: string[] }>}
 */
export const handler = async (event) => {
  const data = event?.awslogs?.data;
  if (typeof data !== 'string') {
    throw new TypeError('expected an event of CloudWatch Logs: awslogs.data');
  }
  const { messageType, logGroup, logEvents } = decode(data) ?? {};
  if (messageType === 'CONTROL_MESSAGE') {
    // CloudWatch Logs looks whether the function can be reached.
    console.log(`ignored: ${messageType}`);
    return { logEventIds: [] };
  }
  const isComplete = messageType === 'DATA_MESSAGE' && isText(logGroup) && Array.isArray(logEvents);
  if (!isComplete || !logEvents.every(isLogEvent)) {
    throw new TypeError(
      'expected a DATA_MESSAGE with logGroup and logEvents, each with id, timestamp and message',
    );
  }
  for (const logEvent of logEvents) {
    await processLogEvent(logEvent, logGroup);
  }
  return { logEventIds: logEvents.map(({ id }) => id) };
};

/** The data is JSON, in gzip, in Base64. */
const decode = (data) => {
  try {
    return JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString());
  } catch (cause) {
    throw new TypeError('expected awslogs.data to be JSON, in gzip, in Base64', { cause });
  }
};

const isLogEvent = (value) => {
  const { id, timestamp, message } = value ?? {};
  return isText(id) && id !== '' && Number.isInteger(timestamp) && isText(message);
};

const isText = (value) => typeof value === 'string';
