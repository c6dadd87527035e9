import { header } from '../../http/header.ts';
import type { Exchange } from '../exchange.ts';
import { platformError, reportedError } from '../invocation-result.ts';
import { payloadTooLarge, truncatedRequest } from '../refusals.ts';
import { receiveReport } from '../receive-report.ts';
import { acceptReply } from './accept-reply.ts';

/** POST /runtime/invocation/{id}/error */
export function error(exchange: Exchange, requestId: string): Promise<void> {
  return acceptReply(exchange, 'error', requestId, async () => {
    const { report, unread } = await receiveReport(exchange);
    if (unread !== undefined) {
      const result = platformError(
        requestId,
        report.type,
        `RequestId: ${requestId} Error: The error report could not be read`,
      );
      const refusal = unread === 'truncated' ? truncatedRequest : payloadTooLarge;
      return { result, refusal, isEndless: unread === 'endless' };
    }
    const contentType = header(exchange.request, 'content-type') ?? 'application/json';
    return { result: reportedError(requestId, contentType, report) };
  });
}
