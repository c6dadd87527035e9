import type { Call } from './call.ts';
import { getFunction, getFunctionConfiguration, listFunctions } from './routes/functions.ts';
import { invokeWithResponseStream } from './routes/invoke-with-response-stream.ts';
import { invoke } from './routes/invoke.ts';
import { ServiceError } from './service-error.ts';

interface Route {
  readonly method: 'GET' | 'POST';
  /** With one group, the name of a function. */
  readonly path: RegExp;
  readonly run: (call: Call, encodedName: string) => void | Promise<void>;
}

/** Each operation has the date of the version of the API that brought it. */
const routes: readonly Route[] = [
  { method: 'POST', path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, run: invoke },
  {
    method: 'POST',
    path: /^\/2021-11-15\/functions\/([^/]+)\/response-streaming-invocations$/,
    run: invokeWithResponseStream,
  },
  { method: 'GET', path: /^\/2015-03-31\/functions\/?$/, run: listFunctions },
  { method: 'GET', path: /^\/2015-03-31\/functions\/([^/]+)$/, run: getFunction },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/,
    run: getFunctionConfiguration,
  },
];

/** Dispatches a request, whose path is still percent-encoded, to its route. Throws a ServiceError. */
export async function route(call: Call, path: string): Promise<void> {
  for (const { method, path: pattern, run } of routes) {
    const match = call.request.method === method ? pattern.exec(path) : null;
    if (match !== null) return run(call, match[1] ?? '');
  }
  throw new ServiceError(
    'UnknownOperationException',
    `Expected Invoke, InvokeWithResponseStream, GetFunction, GetFunctionConfiguration or ListFunctions, found ${call.request.method} ${path}.`,
  );
}
