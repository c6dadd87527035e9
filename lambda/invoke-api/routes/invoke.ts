import type { Call } from '../call.ts';
import type { LocalInvocation } from '../local-function.ts';
import { logTail } from '../log-tail.ts';
import { type InvokeRequest, readInvoke } from '../read-invoke.ts';
import { invokedHeaders } from '../response-headers.ts';

/** POST /2015-03-31/functions/{name}/invocations */
export async function invoke(call: Call, encodedName: string): Promise<void> {
  const { response, asynchronous } = call;
  const asked = await readInvoke(call, encodedName);
  const { found, type, event, options } = asked;
  if (type === 'DryRun') {
    response.writeHead(204, invokedHeaders(options)).end();
  } else if (type === 'Event') {
    asynchronous.accept({ to: found, event, options });
    response.writeHead(202, { 'Content-Length': '0', ...invokedHeaders(options) }).end();
  } else {
    await respond(call, asked, await found.invoke(event, options));
  }
}

async function respond(
  { response }: Call,
  { options, wantsLog }: InvokeRequest,
  { result, log }: LocalInvocation,
): Promise<void> {
  const tail = wantsLog ? logTail(await log()) : undefined;
  const { error } = result;
  // That of a stream that failed midway is not in its body.
  const body = error?.payload ?? result.body;
  response
    .writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'X-Amz-Executed-Version': '$LATEST',
      ...(error !== undefined && { 'X-Amz-Function-Error': 'Unhandled' }),
      ...(tail !== undefined && { 'X-Amz-Log-Result': tail }),
      ...invokedHeaders(options),
    })
    .end(body);
}
