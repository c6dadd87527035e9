import { decoded } from '../http/decoded.ts';
import type { Exchange } from './exchange.ts';
import { invalidRequestId, refuse, unknownPath, wrongMethod } from './refusals.ts';
import { error } from './routes/error.ts';
import { extensionError, nextEvent, register } from './routes/extension.ts';
import { initError } from './routes/init-error.ts';
import { next } from './routes/next.ts';
import { response } from './routes/response.ts';

interface Route {
  method: 'GET' | 'POST';
  run: (exchange: Exchange) => void | Promise<void>;
}

const version = '/2018-06-01';
const extensionVersion = '/2020-01-01';

const routes: Readonly<Record<string, Route>> = {
  [`${version}/runtime/invocation/next`]: { method: 'GET', run: next },
  [`${version}/runtime/init/error`]: { method: 'POST', run: initError },
  [`${extensionVersion}/extension/register`]: { method: 'POST', run: register },
  [`${extensionVersion}/extension/event/next`]: { method: 'GET', run: nextEvent },
  [`${extensionVersion}/extension/init/error`]: {
    method: 'POST',
    run: extensionError('initError'),
  },
  [`${extensionVersion}/extension/exit/error`]: {
    method: 'POST',
    run: extensionError('exitError'),
  },
  [`${version}/ping`]: {
    method: 'GET',
    run: ({ response }) => void response.writeHead(200).end('pong'),
  },
};

const replies: Readonly<Record<string, (exchange: Exchange, id: string) => Promise<void>>> = {
  response,
  error,
};

const replyPath = new RegExp(`^${version}/runtime/invocation/([^/]+)/(response|error)$`);

/** Calls of extensions and of the runtime arrive at the same server. */
export function isOfRuntime(url: string): boolean {
  return url.startsWith(`${version}/runtime/`);
}

/** Dispatches a request to its route. */
export function route(exchange: Exchange): void | Promise<void> {
  const { request, response } = exchange;
  const path = request.url!.split('?', 1)[0]!;
  const found = Object.hasOwn(routes, path) ? routes[path]! : replyRoute(path);
  if (found === undefined) return refuse(response, unknownPath);
  if (found.method !== request.method) return refuse(response, wrongMethod);
  return found.run(exchange);
}

function replyRoute(path: string): Route | undefined {
  const [, encodedId, kind] = replyPath.exec(path) ?? [];
  if (encodedId === undefined) return undefined;
  const requestId = decoded(encodedId);
  return {
    method: 'POST',
    run: (exchange) =>
      requestId === undefined
        ? refuse(exchange.response, invalidRequestId)
        : replies[kind!]!(exchange, requestId),
  };
}
