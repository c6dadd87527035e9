import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ExecutionEnvironment } from './execution-environment.ts';
import type { Extensions, FunctionFacts } from './extensions.ts';
import type { Room } from './room.ts';

/** A request to the Runtime API, and what is needed to respond to it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  executionEnvironment: ExecutionEnvironment;
  functionArn: string;
  extensions: Extensions;
  facts: FunctionFacts;
  /** For bodies. */
  room: Room;
}

/** The value of a header; undefined if it is missing or empty. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
