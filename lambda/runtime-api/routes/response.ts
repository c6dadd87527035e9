import { type Exchange, header } from '../exchange.ts';
import { type InvocationResult, platformError } from '../invocation-result.ts';
import { maxPayloadBytes } from '../limits.ts';
import { readBody } from '../read-body.ts';
import { invalidResponseMode, payloadTooLarge, truncatedRequest } from '../refusals.ts';
import { receiveStream } from '../receive-stream.ts';
import { answer, type Received } from './answer.ts';

/** POST /runtime/invocation/{id}/response */
export function response(exchange: Exchange, requestId: string): Promise<void> {
  return answer(exchange, 'response', requestId, ({ options }) => {
    const { request } = exchange;
    const mode = header(request, 'lambda-runtime-function-response-mode');
    if (mode === undefined) return receiveWhole(exchange, requestId);
    if (mode === 'streaming') return receiveStream(request, requestId, options.onChunk);
    return Promise.resolve(wrongMode(requestId, mode));
  });
}

async function receiveWhole({ request }: Exchange, requestId: string): Promise<Received> {
  const body = await readBody(request, maxPayloadBytes);
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
    `RequestId: ${requestId} Error: The response ended before it was whole`,
  );
}

function tooLarge(requestId: string): InvocationResult {
  return platformError(
    requestId,
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`,
  );
}

/** Fails at once, where the emulator of AWS leaves the runtime stuck until its time is up. */
function wrongMode(requestId: string, mode: string): Received {
  return {
    result: platformError(
      requestId,
      'Runtime.InvalidResponseModeHeader',
      `RequestId: ${requestId} Error: Expected the response mode streaming or none, found ${mode}`,
    ),
    refusal: invalidResponseMode,
  };
}
