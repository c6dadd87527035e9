import type { IncomingMessage } from 'node:http';

import { permittedErrorType } from './error-type.ts';
import { header } from '../http/header.ts';
import type { Exchange } from './exchange.ts';
import type { InvokeOptions } from './invocation.ts';
import type { FunctionError } from './invocation-result.ts';
import { maxBodyBytes, maxPayloadBytes, maxStreamedBytes } from './limits.ts';
import { payloadTooLarge, type Refusal, truncatedRequest } from './refusals.ts';
import type { Room } from '../http/room.ts';
import type { Received } from './routes/accept-reply.ts';

/**
 * Passes on a streamed response chunk by chunk, or keeps it for a caller who takes no chunks. A failure is reported at its end, by
 * the trailers Lambda-Runtime-Function-Error-Type and -Body; the latter is base64-encoded JSON.
 */
export async function receiveStream(
  { request, room }: Exchange,
  requestId: string,
  onChunk: InvokeOptions['onChunk'],
): Promise<Received> {
  using kept = keptChunks(room);
  return await receive(request, requestId, kept, onChunk ?? ((chunk) => kept.add(chunk)));
}

async function receive(
  request: IncomingMessage,
  requestId: string,
  kept: Kept,
  take: NonNullable<InvokeOptions['onChunk']>,
): Promise<Received> {
  const contentType = header(request, 'content-type') ?? 'application/octet-stream';
  function received(error?: FunctionError, refusal?: Refusal): Received {
    return {
      result: {
        requestId,
        body: Buffer.concat(kept.chunks),
        contentType,
        isStreamed: true,
        ...(error && { error }),
      },
      ...(refusal && { refusal }),
    };
  }

  let bytes = 0;
  // The default iterator destroys the request if the loop exits early, and then no response can be sent.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxStreamedBytes) {
        const type = 'Function.ResponseSizeTooLarge';
        return { ...received(streamError(type, tooLong), payloadTooLarge), isEndless: true };
      }
      const failure = await takeChunk(() => take(chunk, contentType));
      if (failure !== undefined) return { result: failure };
    }
  } catch {
    const type = 'Runtime.TruncatedResponse';
    return received(
      streamError(type, 'The response ended before it was complete'),
      truncatedRequest,
    );
  }
  return received(trailingError(request));
}

interface Kept {
  chunks: Buffer[];
  add(chunk: Buffer): void;
}

/** `add` throws a RangeError if there is no room. */
function keptChunks(room: Room): Kept & Disposable {
  const chunks: Buffer[] = [];
  const leaves: (() => void)[] = [];
  return {
    chunks,
    add(chunk) {
      const leave = room.take(chunk.length);
      if (leave === undefined) {
        throw new RangeError(
          `Expected onChunk for streamed responses of together over ${maxBodyBytes} bytes, found none.`,
        );
      }
      leaves.push(leave);
      chunks.push(chunk);
    },
    [Symbol.dispose]() {
      for (const leave of leaves) leave();
    },
  };
}

const tooLong = `Response payload size exceeded maximum allowed payload size (${maxStreamedBytes} bytes).`;

/** Distinguishes an error thrown by `onChunk` from one of the runtime. */
async function takeChunk(take: () => void | Promise<void>): Promise<Error | undefined> {
  try {
    await take();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function streamError(type: string, errorMessage: string): FunctionError {
  return {
    type,
    payload: Buffer.from(JSON.stringify({ errorType: type, errorMessage })),
  };
}

function trailingError({ trailers }: IncomingMessage): FunctionError | undefined {
  const type = trailers['lambda-runtime-function-error-type'];
  const body = trailers['lambda-runtime-function-error-body'];
  if (type === undefined && body === undefined) return undefined;
  const payload = Buffer.from(body ?? '', 'base64').subarray(0, maxPayloadBytes);
  return { type: permittedErrorType(type), payload };
}
