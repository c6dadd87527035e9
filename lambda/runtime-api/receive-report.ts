import { permittedErrorType } from './error-type.ts';
import { header } from '../http/header.ts';
import type { Exchange } from './exchange.ts';
import type { FunctionError } from './invocation-result.ts';
import { maxPayloadBytes, maxXrayCauseBytes } from './limits.ts';
import { readBody, type ReceivedBody } from '../http/read-body.ts';

/** An error report of the runtime: type and cause are headers, the rest is the body. */
export async function receiveReport({
  request,
  room,
}: Exchange): Promise<{ report: FunctionError; unread?: Exclude<ReceivedBody, Buffer> }> {
  const type = permittedErrorType(header(request, 'lambda-runtime-function-error-type'));
  const xrayCause = header(request, 'lambda-runtime-function-xray-error-cause');
  const body = await readBody(request, maxPayloadBytes, room);
  const report = {
    type,
    payload: typeof body === 'string' ? Buffer.alloc(0) : body,
    ...(xrayCause !== undefined && { xrayCause: xrayCause.slice(0, maxXrayCauseBytes) }),
  };
  return typeof body === 'string' ? { report, unread: body } : { report };
}
