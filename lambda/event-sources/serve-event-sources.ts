import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { readBody } from '../http/read-body.ts';
import { createRoom } from '../http/room.ts';
import { sendJson } from '../http/send-json.ts';
import { refuseForeignPage } from '../invoke-api/foreign-requests.ts';
import { maxBodyBytes } from '../invoke-api/limits.ts';
import { ServiceError } from '../invoke-api/service-error.ts';
import type { EventSource } from './event-source.ts';
import type { FailedEvents } from './failed-events.ts';
import { readSendFailedRequest, readSendRequest } from './send-request.ts';
import type { SourceObserver } from './source-observer.ts';

export interface EventSourcesOptions {
  readonly sources: readonly EventSource[];
  readonly failedEvents: FailedEvents;
  readonly observer: SourceObserver;
}

/** In bytes: a batch of the largest messages, in Base64. */
const maxSendBytes = 16 * 1024 * 1024;

/**
 * Serves `POST /_lambda-container/send`, which puts messages where a function gets its events from, and
 * `POST /_lambda-container/send-failed`, which sends again what has failed. Other paths are an error.
 */
export function serveEventSources(options: EventSourcesOptions): RequestListener {
  const room = createRoom(maxBodyBytes);

  async function bodyOf(request: IncomingMessage): Promise<Buffer> {
    const body = await readBody(request, maxSendBytes, room);
    if (Buffer.isBuffer(body)) return body;
    throw body === 'truncated'
      ? new ServiceError('InvalidRequestContentException', 'The request ended early.')
      : new ServiceError(
          'RequestTooLargeException',
          `Expected at most ${maxSendBytes} bytes of messages at once.`,
        );
  }

  async function respond(request: IncomingMessage): Promise<object> {
    refuseForeignPage(request);
    const call = `${request.method} ${request.url}`;
    if (call === 'POST /_lambda-container/send') return send(await bodyOf(request), options);
    if (call === 'POST /_lambda-container/send-failed') {
      return sendFailed(await bodyOf(request), options);
    }
    throw new ServiceError('UnknownOperationException', `Nothing is served at ${call}.`);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      sendJson(response, 202, JSON.stringify(await respond(request)));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const refused =
        error instanceof ServiceError ? error : new ServiceError('ServiceException', message);
      refused.send(response, {});
    }
  }
  return (request, response) => void serve(request, response);
}

function send(body: Buffer, { sources, observer }: EventSourcesOptions): object {
  const { source: id, function: name, sent } = readSendRequest(body);
  const source = findSource(sources, id, name);
  for (const option of Object.keys(sent.options)) {
    if (!source.options.some((each) => each === option)) {
      throw new ServiceError(
        'InvalidParameterValueException',
        `Expected only what ${source.id} has, found a ${option}.`,
      );
    }
  }
  const count = source.send(sent);
  const notice = { function: source.function, source: source.id, count };
  observer.onSent(notice);
  return notice;
}

function findSource(
  sources: readonly EventSource[],
  id: string | undefined,
  name: string | undefined,
): EventSource {
  const fitting = sources.filter(
    (source) => (id ?? source.id) === source.id && (name ?? source.function) === source.function,
  );
  const [found, another] = fitting;
  if (found === undefined) {
    const all = sources.map((source) => `${source.function} (${source.id})`).join(', ');
    const wanted = [id, name].filter((each) => each !== undefined).join(' of ');
    throw new ServiceError(
      'ResourceNotFoundException',
      `Expected the source of a function of this project, found ${wanted}. There ${all === '' ? 'is none' : `are: ${all}`}.`,
    );
  }
  if (another !== undefined) {
    const names = fitting.map((source) => source.function).join(', ');
    throw new ServiceError(
      'InvalidParameterValueException',
      `Expected one function, found ${fitting.length}: ${names}. Name one of them with --function.`,
    );
  }
  return found;
}

function sendFailed(body: Buffer, { failedEvents }: EventSourcesOptions): object {
  const { function: name, id } = readSendFailedRequest(body);
  const count = failedEvents.sendAgain(
    (event) => (name ?? event.function) === event.function && (id ?? event.id) === event.id,
  );
  return { count };
}
