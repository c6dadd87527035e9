import { setTimeout as sleep } from 'node:timers/promises';

import { destroyLater } from '../destroy-later.ts';
import { type Exchange, header } from '../exchange.ts';
import type { Invocation } from '../invocation.ts';
import type { InvocationResult } from '../invocation-result.ts';
import { accept, internalError, invalidTransition, type Refusal, refuse } from '../refusals.ts';

/** What has become of the body of an answer: what the caller gets, and what the runtime. */
export interface Received {
  result: InvocationResult | Error;
  refusal?: Refusal;
  /** There is more of the body than is worth reading. */
  isEndless?: boolean;
}

/** The steps that `response` and `error` have in common; `receive` reads what they have of their own. */
export async function answer(
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

  const fault = found.answerFaults.shift();
  if (fault === 'close') return void request.socket.destroy();
  if (fault === 'status-403') return refuse(response, invalidTransition('Ready', call));
  if (fault === 'status-500') return refuse(response, internalError);

  const refused = executionEnvironment.begin(found, call);
  if (refused !== undefined) return refuse(response, refused);
  // A runtime that does not come to an end must not hold the connection longer than its invocation.
  found.stopReading = () => void request.destroy();
  const { result, refusal, isEndless } = await receive(found);
  const tooLate = executionEnvironment.finish(found, result);

  if (fault === 'close-accepted') return void request.socket.destroy();
  const delayMs = found.options.faults?.answerDelayMs ?? 0;
  if (delayMs > 0) await sleep(delayMs);
  if (isEndless) destroyLater(request);
  // Not by the header Connection, which would tell the runtime.
  if (fault === 'close-after') response.on('finish', () => request.socket.destroySoon());
  const refusedAtLast = tooLate ?? refusal;
  if (refusedAtLast === undefined) accept(response);
  else refuse(response, refusedAtLast);
}
