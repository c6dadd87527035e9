import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Room } from '../http/room.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { Extensions, FunctionFacts } from './extensions.ts';

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
