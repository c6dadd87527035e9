import type { RequestListener } from 'node:http';

import {
  createHttpFront,
  type HttpFunction,
} from '../../lambda/invoke-api/http-front/create-http-front.ts';
import { functionUrl } from '../../lambda/invoke-api/http-front/function-url.ts';
import { httpApi } from '../../lambda/invoke-api/http-front/http-api.ts';
import type { HttpKind } from '../../lambda/invoke-api/http-front/http-kind.ts';
import { loadBalancer } from '../../lambda/invoke-api/http-front/load-balancer.ts';
import { restApi } from '../../lambda/invoke-api/http-front/rest-api.ts';
import type { UpgradeListener } from '../../lambda/http/http-server.ts';
import type { LocalFunction } from '../../lambda/invoke-api/local-function.ts';
import { hostsOf } from '../../lambda/invoke-api/select-function.ts';
import { createWebSocketFront } from '../../lambda/invoke-api/websocket-front/create-websocket-front.ts';
import type { NamedFunction } from '../../scaffold/plan/functions.ts';
import type { DevSettings } from './settings.ts';
import { type WebSocketClients, webSocketEvent } from './websocket-clients.ts';

/** What clients reach besides the Invoke API. */
export interface Fronts {
  /** undefined if no function takes HTTP requests. */
  readonly onRequest: RequestListener | undefined;
  /** undefined if no function takes WebSocket clients. */
  readonly onUpgrade: UpgradeListener | undefined;
  /** The host names that requests have to be sent to. */
  readonly hosts: readonly string[];
  /** Where they are, on this port. */
  urls(port: number): { readonly name: string; readonly url: string }[];
}

/** Makes the fronts for the functions whose events are requests or messages of clients. */
export function serveFronts(
  functions: readonly NamedFunction[],
  served: ReadonlyMap<string, LocalFunction>,
  { connections }: WebSocketClients,
  { http }: DevSettings,
  { onProblem, signal }: { onProblem: (message: string) => void; signal: AbortSignal },
): Fronts {
  const kinds: Readonly<Record<string, HttpKind>> = {
    http: http === 'url' ? functionUrl : httpApi,
    rest: restApi,
    alb: loadBalancer,
  };
  const forHttp = functions.flatMap(({ name, event }): HttpFunction[] => {
    const kind = Object.hasOwn(kinds, event) ? kinds[event]! : undefined;
    return kind === undefined ? [] : [{ name, local: served.get(name)!, kind }];
  });
  const forWebSocket = functions
    .filter(({ event }) => event === webSocketEvent)
    .map(({ name }) => served.get(name)!);
  const webSocketFront = { functions: forWebSocket, connections, onProblem, signal };
  return {
    onRequest: forHttp.length === 0 ? undefined : createHttpFront(forHttp, onProblem),
    onUpgrade: forWebSocket.length === 0 ? undefined : createWebSocketFront(webSocketFront),
    hosts: [...forHttp, ...forWebSocket].map(({ name }) => `${name}.localhost`),
    urls: (port) => [
      ...hostsOf(forHttp).map(({ name, host }) => ({ name, url: `http://${host}:${port}/` })),
      ...hostsOf(forWebSocket).map(({ name, host }) => ({ name, url: `ws://${host}:${port}` })),
    ],
  };
}
