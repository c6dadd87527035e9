import { randomUUID } from 'node:crypto';

import { type Exchange, header } from '../exchange.ts';
import { readBody } from '../read-body.ts';
import { accept, payloadTooLarge, refuse, sendJson } from '../refusals.ts';

const identifier = 'lambda-extension-identifier';
const maxRegisterBytes = 64 * 1024;

/** POST /extension/register */
export const register = async ({ request, response, extensions, facts }: Exchange) => {
  const body = await readBody(request, maxRegisterBytes);
  if (typeof body === 'string') return refuse(response, payloadTooLarge);
  const id = extensions.register(header(request, 'lambda-extension-name'), body);
  if (typeof id !== 'string') return refuse(response, id);
  sendJson(response, 200, JSON.stringify(facts), { 'Lambda-Extension-Identifier': id });
};

/** GET /extension/event/next: blocks until there is an event. */
export const nextEvent = ({ request, response, extensions }: Exchange): void => {
  const id = header(request, identifier);
  const deliver = (event: string) =>
    sendJson(response, 200, event, { 'Lambda-Extension-Event-Identifier': randomUUID() });
  response.on('close', () => extensions.withdraw(id, deliver));
  const refusal = extensions.next(id, deliver);
  if (refusal !== undefined) refuse(response, refusal);
};

/** POST /extension/init/error and /extension/exit/error: taken note of by no one here. */
export const extensionError = ({ request, response }: Exchange): void => {
  request.resume();
  accept(response);
};
