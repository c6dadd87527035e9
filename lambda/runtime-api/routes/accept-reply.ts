import { setTimeout as sleep } from 'node:timers/promises';

import { destroyLater } from '../../http/destroy-later.ts';
import { header } from '../../http/header.ts';
import type { Exchange } from '../exchange.ts';
import type { Invocation } from '../invocation.ts';
import type { InvocationResult } from '../invocation-result.ts';
import { accept, internalError, invalidTransition, type Refusal, refuse } from '../refusals.ts';

/** The outcome of reading a reply: the result for the caller, and the refusal for the runtime. */
export interface Received {
  result: InvocationResult | Error;
  refusal?: Refusal;
  /** The body is so long that the rest is not read. */
  isEndless?: boolean;
}

/** The common steps of `response` and `error`, together called replies; `receive` reads the body. */
export async function acceptReply(
  { request, response, executionEnvironment }: Exchange,
  call: 'response' | 'error',
  requestId: string,
  receive: (invocation: Invocation) => Promise<Received>,
): Promise<void> {
  const found = executionEnvironment.find(
    requestId,
    header(request, 'lambda-runtime-invocation-id'),
  );
  if ('status' in found) return refuse(response, found);

  const fault = found.replyFaults.shift();
  if (fault === 'close') return void request.socket.destroy();
  if (fault === 'status-403') return refuse(response, invalidTransition('Ready', call));
  if (fault === 'status-500') return refuse(response, internalError);

  const refused = executionEnvironment.begin(found, call);
  if (refused !== undefined) return refuse(response, refused);
  // A body without an end must not keep the connection open longer than the invocation.
  found.stopReading = () => void request.destroy();
  const { result, refusal, isEndless } = await receive(found);
  const tooLate = executionEnvironment.finish(found, result);

  if (fault === 'close-accepted') return void request.socket.destroy();
  const delayMs = found.options.faults?.replyDelayMs ?? 0;
  if (delayMs > 0) await sleep(delayMs);
  if (isEndless) destroyLater(request);
  // Not with the header `Connection: close`, which would announce it to the runtime.
  if (fault === 'close-after') response.on('finish', () => request.socket.destroySoon());
  const refusedAtLast = tooLate ?? refusal;
  if (refusedAtLast === undefined) accept(response);
  else refuse(response, refusedAtLast);
}
