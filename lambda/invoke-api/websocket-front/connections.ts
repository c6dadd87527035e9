import type { WebSocket } from 'ws';

import { gatewayId } from '../gateway-format.ts';

/** What API Gateway knows of a client. */
export interface ConnectionFacts {
  readonly id: string;
  readonly host: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** In milliseconds since 1970. */
  readonly connectedAt: number;
}

export interface Connection extends ConnectionFacts {
  readonly socket: WebSocket;
  /** Of the last message, in milliseconds since 1970. */
  lastActiveAt: number;
}

/** All clients that are connected, by their ids. */
export type Connections = Map<string, Connection>;

export function newConnectionFacts(
  facts: Omit<ConnectionFacts, 'id' | 'connectedAt'>,
): ConnectionFacts {
  return { ...facts, id: gatewayId(), connectedAt: Date.now() };
}
