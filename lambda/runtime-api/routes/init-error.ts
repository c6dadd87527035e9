import { destroyLater } from '../../http/destroy-later.ts';
import { header } from '../../http/header.ts';
import type { Exchange } from '../exchange.ts';
import { reportedError } from '../invocation-result.ts';
import { accept, payloadTooLarge, refuse, truncatedRequest } from '../refusals.ts';
import { receiveReport } from '../receive-report.ts';

/** POST /runtime/init/error: the init phase has failed, and the runtime has to exit. */
export async function initError(exchange: Exchange): Promise<void> {
  const { response, executionEnvironment } = exchange;
  const refusal = executionEnvironment.beginInitError();
  if (refusal !== undefined) return refuse(response, refusal);
  try {
    await readInitError(exchange);
  } finally {
    executionEnvironment.endInitError();
  }
}

async function readInitError(exchange: Exchange): Promise<void> {
  const { request, response, executionEnvironment } = exchange;
  const { report, unread } = await receiveReport(exchange);
  if (unread !== undefined) {
    if (unread === 'endless') destroyLater(request);
    return refuse(response, unread === 'truncated' ? truncatedRequest : payloadTooLarge);
  }
  const contentType = header(request, 'content-type') ?? 'application/json';
  const refusal = executionEnvironment.failInit((requestId) =>
    reportedError(requestId, contentType, report),
  );
  if (refusal === undefined) accept(response);
  else refuse(response, refusal);
}
