import { header } from '../../http/header.ts';
import type { Exchange } from '../exchange.ts';
import { type InvocationResult, platformError } from '../invocation-result.ts';
import { maxPayloadBytes } from '../limits.ts';
import { readBody } from '../../http/read-body.ts';
import { invalidResponseMode, payloadTooLarge, truncatedRequest } from '../refusals.ts';
import { receiveStream } from '../receive-stream.ts';
import { acceptReply, type Received } from './accept-reply.ts';

/** POST /runtime/invocation/{id}/response */
export function response(exchange: Exchange, requestId: string): Promise<void> {
  return acceptReply(exchange, 'response', requestId, ({ options }) => {
    const { request } = exchange;
    const mode = header(request, 'lambda-runtime-function-response-mode');
    if (mode === undefined) return receiveWhole(exchange, requestId);
    if (mode === 'streaming') return receiveStream(exchange, requestId, options.onChunk);
    return Promise.resolve(wrongMode(requestId, mode));
  });
}

async function receiveWhole({ request, room }: Exchange, requestId: string): Promise<Received> {
  const body = await readBody(request, maxPayloadBytes, room);
  if (body === 'truncated') {
    return { result: truncatedResponse(requestId), refusal: truncatedRequest };
  }
  if (body === 'too-large' || body === 'endless') {
    return {
      result: tooLarge(requestId),
      refusal: payloadTooLarge,
      isEndless: body === 'endless',
    };
  }
  const contentType = header(request, 'content-type') ?? 'application/octet-stream';
  return { result: { requestId, body, contentType, isStreamed: false } };
}

function truncatedResponse(requestId: string): InvocationResult {
  return platformError(
    requestId,
    'Runtime.TruncatedResponse',
    `RequestId: ${requestId} Error: The response ended before it was complete`,
  );
}

function tooLarge(requestId: string): InvocationResult {
  return platformError(
    requestId,
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`,
  );
}

/** Fails immediately; AWS's emulator blocks the runtime until the time-out. */
function wrongMode(requestId: string, mode: string): Received {
  return {
    result: platformError(
      requestId,
      'Runtime.InvalidResponseModeHeader',
      `RequestId: ${requestId} Error: Expected the response mode streaming or no mode, found ${mode}`,
    ),
    refusal: invalidResponseMode,
  };
}
