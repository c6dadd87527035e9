import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { destroyLater } from '../../../lambda/http/destroy-later.ts';
import { header } from '../../../lambda/http/header.ts';
import { readBody } from '../../../lambda/http/read-body.ts';
import { createRoom } from '../../../lambda/http/room.ts';
import { sendJson } from '../../../lambda/http/send-json.ts';
import { functionArn } from '../../../lambda/invoke-api/functions.ts';
import { maxRequestBytes } from '../../../lambda/invoke-api/limits.ts';
import type { LocalFunction } from '../../../lambda/invoke-api/local-function.ts';
import { traceIdOf } from '../../../lambda/invoke-api/trace-id.ts';
import { PageError } from './page-error.ts';
import type { PageServices } from './page-services.ts';
import type { Accepted, EventNames } from './protocol.ts';
import { pageHeaders } from './static-files.ts';

/** A request of the page to its API. */
export interface PageCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Below the path of the API, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

type Run = (call: PageCall, services: PageServices) => void | Promise<void>;

/** By method and path, in which a `*` stands for any name. */
const routes: Readonly<Record<string, Run>> = {
  'GET events/*': listEvents,
  'GET events/*/*': readEvent,
  'PUT events/*/*': saveEvent,
  'PUT events/*/*/expected': saveExpected,
  'GET samples/*/*': readSample,
  'POST invocations/*': invoke,
  'GET failed': listFailed,
  'POST failed/*/send': sendAgain,
};

/** What bodies may take in memory while they are read, all together. */
const room = createRoom(4 * maxRequestBytes.RequestResponse);

/** Rejects with a PageError or a ServiceError. */
export async function route(call: PageCall, services: PageServices): Promise<void> {
  const { request, path } = call;
  for (const [pattern, run] of Object.entries(routes)) {
    const [method, names] = pattern.split(' ') as [string, string];
    const expected = names.split('/');
    const isIt =
      method === request.method &&
      expected.length === path.length &&
      expected.every((name, index) => name === '*' || name === path[index]);
    if (isIt) return run(call, services);
  }
  throw new PageError(404, `The page has no ${request.method} ${path.join('/')}.`);
}

function send(response: ServerResponse, status: number, body: object): void {
  sendJson(response, status, JSON.stringify(body), pageHeaders);
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}

async function listEvents({ response, path }: PageCall, services: PageServices): Promise<void> {
  const [, functionName] = path as [string, string];
  const saved = await services.files.list(functionName);
  const samples = [...services.samples(functionName).keys()];
  send(response, 200, { saved, samples } satisfies EventNames);
}

async function readEvent({ response, path }: PageCall, { files }: PageServices): Promise<void> {
  const [, functionName, name] = path as [string, string, string];
  sendText(response, await files.read(functionName, name));
}

function readSample({ response, path }: PageCall, { samples }: PageServices): void {
  const [, functionName, name] = path as [string, string, string];
  const text = samples(functionName).get(name);
  if (text === undefined) throw new PageError(404, `${functionName} has no sample ${name}.`);
  sendText(response, text);
}

/** A file that is there is replaced only if the request says so. */
async function saveEvent(call: PageCall, { files }: PageServices): Promise<void> {
  const [, functionName, name] = call.path as [string, string, string];
  const isReplaced = header(call.request, 'if-none-match') !== '*';
  const event = await eventOf(call, maxRequestBytes.RequestResponse);
  await files.save(functionName, name, event.toString(), isReplaced);
  send(call.response, 200, {});
}

async function saveExpected(call: PageCall, { files }: PageServices): Promise<void> {
  const [, functionName, name] = call.path as [string, string, string];
  const response = await eventOf(call, maxRequestBytes.RequestResponse);
  await files.saveExpected(functionName, name, response.toString());
  send(call.response, 200, {});
}

/** Responds when the event is accepted. What becomes of it is in the journal. */
async function invoke(call: PageCall, services: PageServices): Promise<void> {
  const { functions, asynchronous } = services;
  const [, functionName] = call.path as [string, string];
  const to = functionNamed(functionName, functions);
  const type = call.query.get('type') === 'Event' ? 'Event' : 'RequestResponse';
  const event = await eventOf(call, maxRequestBytes[type]);
  const requestId = randomUUID();
  const options = {
    requestId,
    source: type === 'Event' ? 'page, Event' : 'page',
    functionArn: functionArn({ name: functionName }),
    traceId: traceIdOf(undefined),
  };
  if (type === 'Event') {
    asynchronous.accept({ to, event, options });
  } else {
    // Whoever failed to start it has said so in the journal.
    to.invoke(event, options).catch(() => {});
  }
  send(call.response, 202, { requestId } satisfies Accepted);
}

function functionNamed(name: string, functions: ReadonlyMap<string, LocalFunction>): LocalFunction {
  const found = functions.get(name);
  if (found === undefined) {
    throw new PageError(404, `Expected a function of this project, found ${name}.`);
  }
  return found;
}

function listFailed({ response }: PageCall, { failedEvents }: PageServices): void {
  send(response, 200, failedEvents.list());
}

function sendAgain({ response, path }: PageCall, { failedEvents }: PageServices): void {
  const sent = failedEvents.sendAgain(({ id }) => id === path[1]);
  if (sent === 0) throw new PageError(404, 'This event has been sent again already.');
  send(response, 202, {});
}

async function eventOf({ request, response }: PageCall, maxBytes: number): Promise<Buffer> {
  const body = await readBody(request, maxBytes, room);
  if (body === 'endless') response.on('finish', () => destroyLater(request));
  if (body === 'too-large' || body === 'endless') {
    throw new PageError(413, `Expected an event of at most ${maxBytes} bytes, found more.`);
  }
  if (body === 'truncated') throw new PageError(400, 'The request ended early.');
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new PageError(400, `Expected JSON, found: ${(error as Error).message}`);
  }
  return body;
}
