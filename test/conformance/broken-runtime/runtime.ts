/** A runtime that keeps every promise but for one, if DEFECT names a case: so the cases are tested. */
import { answer, next } from './api.ts';
import { contextOf } from './context.ts';
import { hasDefect } from './defect.ts';
import { errorHeaders, errorReport } from './error-report.ts';
import { handler, isRaw, load } from './function.ts';
import { connection, type Connection } from './http.ts';
import { decode, encode } from './json.ts';
import { invocation, log, setLatest, write } from './log.ts';
import { stream } from './stream.ts';

const [name = ''] = process.argv.slice(2);
const limit = 6 * 1024 * 1024;
let served = 0;
let earlier = Buffer.alloc(0);

async function serve(api: Connection): Promise<void> {
  for (;;) {
    const askedAt = Date.now();
    const got = await next(api);
    const id = String(got.headers['lambda-runtime-aws-request-id']);
    setLatest(id);
    await invocation.run(id, () => invoke(api, id, got, askedAt));
  }
}

async function invoke(
  api: Connection,
  id: string,
  got: Awaited<ReturnType<typeof next>>,
  askedAt: number,
): Promise<void> {
  const path = `invocation/${id}`;
  const invocationId = String(got.headers['lambda-runtime-invocation-id']);
  const ids: Record<string, string> = hasDefect('concurrent-retry')
    ? {}
    : { 'Lambda-Runtime-Invocation-Id': invocationId };
  const isFatal = hasDefect('event-not-json', 'event-empty');
  if (isFatal) decode(got.body);
  try {
    const event = decode(got.body);
    if (name.endsWith('stream')) return await stream(api, `${path}/response`, event as never);
    const result = await handler(event, contextOf(got, askedAt));
    served += 1;
    const { body, type } = encoded(result);
    if (hasDefect('result-at-limit') && body.length > limit) throw new Error('too large');
    const isMixedUp = hasDefect('many-answers') && served % 500 === 0;
    await answer(api, `${path}/response`, isMixedUp ? earlier : body, {
      'Content-Type': type,
      ...ids,
    });
    earlier = body;
  } catch (error) {
    if (hasDefect('result-not-encodable') && error instanceof TypeError) throw error;
    const report = errorReport(error);
    if (!hasDefect('error-logged')) log('error', report);
    const kind = hasDefect('error-raised') ? 'response' : 'error';
    await answer(api, `${path}/${kind}`, report, { ...errorHeaders('Function.Error'), ...ids });
  }
}

function encoded(result: unknown): { body: Buffer<ArrayBuffer>; type: string } {
  if (!isRaw(result)) return { body: Buffer.from(encode(result)), type: 'application/json' };
  const body = hasDefect('result-raw') ? encode(result.raw.toString('base64')) : result.raw;
  return { body: Buffer.from(body), type: 'text/csv' };
}

/** Why there is no such handler, in the words of AWS's own runtimes. */
function findHandler(): { type: string; message: string } | undefined {
  if (name === 'nothing.handler') {
    const type = hasDefect('init-no-module') ? 'Error' : 'Runtime.ImportModuleError';
    return { type, message: 'there is no module nothing' };
  }
  if (name === 'function.nothing') {
    return { type: 'Runtime.HandlerNotFound', message: 'there is no function nothing' };
  }
  if (name === 'unloadable.handler' && !hasDefect('init-not-loadable')) {
    return { type: 'Runtime.ImportModuleError', message: 'the module does not load' };
  }
  return undefined;
}

if (!hasDefect('background-error')) {
  process.on('unhandledRejection', (error) => log('error', String(error)));
}
const api = connection();
const missing = findHandler();
if (missing !== undefined) {
  const { type: errorType, message: errorMessage } = missing;
  const report = JSON.stringify({ errorType, errorMessage });
  if (!hasDefect('init-no-function'))
    await answer(api, 'init/error', report, errorHeaders(errorType));
  process.exit(1);
}
try {
  await load();
} catch (error) {
  if (!hasDefect('init-fails')) write('stderr', `${String(error)}\n`);
  process.exit(1);
}
const pollers = Number(process.env['AWS_LAMBDA_MAX_CONCURRENCY'] ?? 1);
const ended = Array.from({ length: pollers }, (_, n) => serve(n === 0 ? api : connection()));
try {
  await Promise.all(ended);
} catch (error) {
  write('stderr', `${String(error)}\n`);
  process.exit(1);
}
