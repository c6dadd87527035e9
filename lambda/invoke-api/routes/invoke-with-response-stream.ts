import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import type { Call } from '../call.ts';
import { eventStreamMessage } from '../event-stream.ts';
import { logTail } from '../log-tail.ts';
import { type InvokeRequest, readInvoke } from '../read-invoke.ts';
import { invokedHeaders } from '../response-headers.ts';
import { ServiceError } from '../service-error.ts';

/**
 * POST /2021-11-15/functions/{name}/response-streaming-invocations: passes on the response as it comes; a buffered one is
 * one chunk. Once there is a chunk, an error is in the last message.
 */
export async function invokeWithResponseStream(call: Call, encodedName: string): Promise<void> {
  const { response } = call;
  const asked = await readInvoke(call, encodedName);
  const { found, type, event, options, wantsLog } = asked;
  if (type === 'Event') {
    throw new ServiceError(
      'InvalidParameterValueException',
      'Expected X-Amz-Invocation-Type to be RequestResponse or DryRun, found Event.',
    );
  }
  if (type === 'DryRun') {
    response.writeHead(204, invokedHeaders(options)).end();
    return;
  }
  async function onChunk(chunk: Uint8Array): Promise<void> {
    begin(response, asked);
    await write(response, 'PayloadChunk', 'application/octet-stream', chunk);
  }
  const { result, log } = await found.invoke(event, { ...options, onChunk });
  const { error } = result;
  begin(response, asked);
  if (error === undefined && !result.isStreamed && result.body.length > 0) {
    await onChunk(result.body);
  }
  const complete = {
    ...(error !== undefined && { ErrorCode: error.type, ErrorDetails: error.payload.toString() }),
    ...(wantsLog && { LogResult: logTail(await log()) }),
  };
  await write(
    response,
    'InvokeComplete',
    'application/json',
    Buffer.from(JSON.stringify(complete)),
  );
  response.end();
}

function begin(response: ServerResponse, { options }: InvokeRequest): void {
  if (response.headersSent) return;
  response.writeHead(200, {
    'Content-Type': 'application/vnd.amazon.eventstream',
    'X-Amz-Executed-Version': '$LATEST',
    ...invokedHeaders(options),
  });
}

/** Resolves when there is room for more. A caller that has gone does not stop the function, on Lambda neither. */
async function write(
  response: ServerResponse,
  type: string,
  contentType: string,
  payload: Uint8Array,
): Promise<void> {
  if (response.destroyed) return;
  if (response.write(eventStreamMessage(type, contentType, payload))) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
