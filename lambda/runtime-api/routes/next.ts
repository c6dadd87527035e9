import { setTimeout as sleep } from 'node:timers/promises';

import type { Poller } from '../execution-environment.ts';
import { eventHeaders } from '../event-headers.ts';
import type { Exchange } from '../exchange.ts';
import type { NextFault } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { internalError, invalidTransition, refuse } from '../refusals.ts';

/** GET /runtime/invocation/next: waits for an event, without a time-out. */
export function next(exchange: Exchange): void {
  const { executionEnvironment, response } = exchange;
  const poller: Poller = {
    deliver: (invocation) => void sendEvent(exchange, invocation),
    close: () => response.socket?.destroy(),
    fail: (fault, invocation) => breakCall(exchange, fault, invocation),
  };
  response.on('close', () => executionEnvironment.withdraw(poller));
  const refusal = executionEnvironment.poll(poller);
  if (refusal !== undefined) refuse(response, refusal);
}

async function sendEvent(
  { response, functionArn }: Exchange,
  invocation: Invocation,
): Promise<void> {
  const { event, options } = invocation;
  const headers = eventHeaders(invocation, functionArn);
  const { nextDelayMs = 0, chunkedNext = false } = options.faults ?? {};
  if (nextDelayMs > 0) await sleep(nextDelayMs);
  if (chunkedNext) {
    response.writeHead(200, headers);
    const half = Math.ceil(event.length / 2);
    if (half > 0) response.write(event.subarray(0, half));
    response.end(event.subarray(half));
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Length': event.length }).end(event);
}

/** Writes to the socket, because node:http cannot send incomplete headers. */
function breakCall(
  { response, functionArn }: Exchange,
  fault: NextFault,
  invocation: Invocation,
): void {
  const socket = response.socket;
  if (fault === 'status-403') return refuse(response, invalidTransition('Ready', 'next'));
  if (fault === 'status-500') return refuse(response, internalError);
  if (socket === null || fault === 'close') {
    socket?.destroy();
    return;
  }
  const { event } = invocation;
  const lines = Object.entries(eventHeaders(invocation, functionArn)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${event.length}\r\n${lines.join('')}\r\n`;
  const sent =
    fault === 'cut-in-headers'
      ? Buffer.from(head.slice(0, Math.floor(head.length / 2)), 'latin1')
      : Buffer.concat([
          Buffer.from(head, 'latin1'),
          event.subarray(0, Math.floor(event.length / 2)),
        ]);
  socket.end(sent, () => socket.destroy());
}
