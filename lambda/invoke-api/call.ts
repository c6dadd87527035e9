import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Room } from '../http/room.ts';
import type { AsynchronousInvocations } from './asynchronous-invocations.ts';
import type { LocalFunction } from './local-function.ts';

/** A request to the Invoke API, and what is needed to respond to it. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the request; that of the invocation, too. */
  readonly requestId: string;
  readonly query: URLSearchParams;
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly asynchronous: AsynchronousInvocations;
  /** For bodies. */
  readonly room: Room;
}
