import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { destroyLater } from '../../http/destroy-later.ts';
import { readBody } from '../../http/read-body.ts';
import { createRoom } from '../../http/room.ts';
import { maxBodyBytes, maxRequestBytes } from '../limits.ts';
import type { LocalFunction, LocalInvocation } from '../local-function.ts';
import { hostsOf, selectFunction } from '../select-function.ts';
import { ServiceError } from '../service-error.ts';
import type { HttpKind, Refusal } from './http-kind.ts';
import { type HttpRequest, readHttpRequest } from './http-request.ts';
import { type HttpResponse, MalformedResponse } from './http-response.ts';
import { sendResponse } from './send-response.ts';
import { createStreamedResponse, type StreamedResponse } from './streamed-response.ts';

/** A function, and what stands between it and its clients. */
export interface HttpFunction {
  readonly name: string;
  readonly local: LocalFunction;
  readonly kind: HttpKind;
}

/**
 * Serves HTTP clients with the functions, each as what stands in front of it on AWS does. `onProblem` learns why a client has got
 * an error, unless that is an error of the function.
 */
export function createHttpFront(
  functions: readonly HttpFunction[],
  onProblem: (message: string) => void,
): RequestListener {
  const room = createRoom(maxBodyBytes);

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const selected = selectFunction(functions, message.headers.host ?? '');
    if (selected === undefined) {
      message.resume();
      sendResponse(message, response, unknownHost(functions, message));
      return;
    }
    const { kind } = selected;
    const body = await readBody(message, kind.maxBodyBytes, room);
    if (body === 'endless') response.on('finish', () => destroyLater(message));
    if (body === 'truncated') {
      message.destroy();
      return;
    }
    const isTooLarge = body === 'too-large' || body === 'endless';
    const request = readHttpRequest(message, isTooLarge ? Buffer.alloc(0) : body);
    for (const [name, value] of Object.entries(kind.addedHeaders(request))) {
      response.setHeader(name, value);
    }
    function refuse(refusal: Refusal, reason: string, isToldElsewhere = false): void {
      if (!isToldElsewhere) onProblem(`${selected!.name}: ${sourceOf(request)}: ${reason}`);
      if (response.headersSent) {
        // Only the connection can say that there is no more to come.
        response.destroy();
        return;
      }
      response.setHeader('x-dev-error', asHeader(reason));
      sendResponse(message, response, kind.refusals[refusal]);
    }
    if (isTooLarge) {
      return refuse('tooLarge', `Expected a body of at most ${kind.maxBodyBytes} bytes.`);
    }
    const event = kind.toEvent(request, selected.name);
    if (event === undefined) {
      return refuse('badRequest', `Expected a path in UTF-8, percent-encoded: ${request.path}`);
    }
    const bytes = Buffer.from(JSON.stringify(event));
    if (bytes.length > maxRequestBytes.RequestResponse) {
      const most = maxRequestBytes.RequestResponse;
      return refuse(
        'tooLarge',
        `Expected an event of at most ${most} bytes, found ${bytes.length}.`,
      );
    }
    await invoke({ selected, message, request, response, bytes, refuse });
  }

  return (message, response) => {
    serve(message, response).catch((error: unknown) => {
      onProblem(error instanceof Error ? error.message : String(error));
      response.destroy();
    });
  };
}

interface Served {
  readonly selected: HttpFunction;
  readonly message: IncomingMessage;
  readonly request: HttpRequest;
  readonly response: ServerResponse;
  /** The event. */
  readonly bytes: Buffer;
  readonly refuse: (refusal: Refusal, reason: string, isToldElsewhere?: boolean) => void;
}

/** A client that has gone does not stop the function, as on AWS. */
async function invoke(served: Served): Promise<void> {
  const { selected, message, request, response, bytes, refuse } = served;
  const { kind, local } = selected;
  const { requestId, traceId } = request;
  const stream = kind.isStreaming ? createStreamedResponse(message, response) : undefined;
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  function onDelivered(): void {
    if (kind.timeoutMs === undefined) return;
    timer = setTimeout(() => {
      if (response.headersSent) return;
      isLate = true;
      refuse('timedOut', `There was no response within ${kind.timeoutMs! / 1000} seconds.`);
    }, kind.timeoutMs);
  }
  try {
    const invocation = await local.invoke(bytes, {
      requestId,
      traceId,
      source: sourceOf(request),
      onDelivered,
      ...(stream !== undefined && {
        onChunk: async (chunk, contentType) => {
          if (!isLate) await stream.write(chunk, contentType);
        },
      }),
    });
    if (!isLate) respond(served, invocation, stream);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!isLate) refuse('failed', reason, error instanceof ServiceError);
  } finally {
    clearTimeout(timer);
  }
}

/** Throws a MalformedResponse. */
function respond(
  { selected: { kind }, message, response, refuse }: Served,
  { result }: LocalInvocation,
  stream: StreamedResponse | undefined,
): void {
  const { error, isStreamed, body } = result;
  if (error !== undefined) {
    refuse('failed', `The function failed: ${error.type}`, true);
  } else if (isStreamed && stream !== undefined) {
    stream.end(result.contentType);
  } else if (isStreamed) {
    throw new MalformedResponse(
      `Expected one response, found a stream, which ${kind.title} does not pass on.`,
    );
  } else if (kind.maxResponseBytes !== undefined && body.length > kind.maxResponseBytes) {
    const most = kind.maxResponseBytes;
    throw new MalformedResponse(
      `Expected a response of at most ${most} bytes, found ${body.length}.`,
    );
  } else {
    sendResponse(message, response, kind.toResponse(result));
  }
}

/** For the journal. */
function sourceOf({ method, path }: HttpRequest): string {
  const most = 200;
  return `${method} ${path.length > most ? `${path.slice(0, most)}…` : path}`;
}

/** What of a text a header can have. */
function asHeader(text: string): string {
  return text.replace(/[^ -~]+/g, ' ').slice(0, 1000);
}

function unknownHost(
  functions: readonly HttpFunction[],
  { socket }: IncomingMessage,
): HttpResponse {
  const urls = hostsOf(functions).map(({ host }) => `  http://${host}:${socket.localPort}/`);
  return {
    status: 404,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body: Buffer.from(`Each function has a host of its own:\n\n${urls.join('\n')}\n`),
  };
}
