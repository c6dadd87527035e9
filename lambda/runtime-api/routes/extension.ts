import { randomUUID } from 'node:crypto';

import { header } from '../../http/header.ts';
import type { Exchange } from '../exchange.ts';
import { readBody } from '../../http/read-body.ts';
import { sendJson } from '../../http/send-json.ts';
import { accept, payloadTooLarge, refuse } from '../refusals.ts';

const identifier = 'lambda-extension-identifier';
const maxRegisterBytes = 64 * 1024;

/** POST /extension/register */
export async function register(exchange: Exchange) {
  const { request, response, extensions, executionEnvironment, facts, room } = exchange;
  const body = await readBody(request, maxRegisterBytes, room);
  if (typeof body === 'string') return refuse(response, payloadTooLarge);
  const name = header(request, 'lambda-extension-name');
  const id = extensions.register(name, body, executionEnvironment.state() === 'Started');
  if (typeof id !== 'string') return refuse(response, id);
  sendJson(response, 200, JSON.stringify(facts), { 'Lambda-Extension-Identifier': id });
}

/** GET /extension/event/next: waits for an event. */
export function nextEvent({ request, response, extensions }: Exchange): void {
  const id = header(request, identifier);
  function deliver(event: string) {
    return sendJson(response, 200, event, { 'Lambda-Extension-Event-Identifier': randomUUID() });
  }
  response.on('close', () => extensions.withdraw(id, deliver));
  const refusal = extensions.next(id, deliver);
  if (refusal !== undefined) refuse(response, refusal);
}

/** POST /extension/init/error and /extension/exit/error: the error type is in a header, the body is ignored. */
export function extensionError(call: 'initError' | 'exitError') {
  return ({ request, response, extensions }: Exchange): void => {
    request.resume();
    const type = header(request, 'lambda-extension-function-error-type');
    const refusal = extensions.report(call, header(request, identifier), type);
    if (refusal === undefined) accept(response);
    else refuse(response, refusal);
  };
}
