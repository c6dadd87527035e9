import {
  type AsynchronousOptions,
  createAsynchronousInvocations,
} from '../../../lambda/invoke-api/asynchronous-invocations.ts';
import type {
  LocalFunction,
  LocalInvocation,
  LocalInvokeOptions,
} from '../../../lambda/invoke-api/local-function.ts';
import { type InvokeApi, startInvokeApi } from '../../../lambda/invoke-api/start-invoke-api.ts';

export type Handler = (
  event: Buffer,
  options: LocalInvokeOptions,
) => Promise<Partial<LocalInvocation['result']> & { log?: string }>;

export interface TestApi extends InvokeApi {
  /** What was not an error of the function or its caller. */
  errors: unknown[];
}

/** The API with functions that are written in the test. */
export async function startTestApi(
  handlers: Readonly<Record<string, Handler>>,
  options: AsynchronousOptions = {},
): Promise<TestApi> {
  const errors: unknown[] = [];
  const functions = Object.entries(handlers).map(([name, handler]) => localFunction(name, handler));
  const asynchronous = createAsynchronousInvocations({ delayMs: 1, ...options });
  const api = await startInvokeApi({
    functions: new Map(functions.map((each) => [each.name, each])),
    asynchronous,
    onError: (error) => errors.push(error),
  });
  return {
    ...api,
    errors,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await asynchronous[Symbol.asyncDispose]();
    },
  };
}

/** A function that is written in the test. */
export function localFunction(name: string, handler: Handler): LocalFunction {
  return {
    name,
    handler: `${name}.handler`,
    memoryMb: 128,
    timeoutMs: 3000,
    async invoke(event, options) {
      const requestId = options.requestId;
      options.onDelivered?.();
      const { log = '', ...given } = await handler(Buffer.from(event), options);
      const result = {
        requestId,
        body: Buffer.from('null'),
        contentType: 'application/json',
        isStreamed: false,
        ...given,
      };
      return { result, log: async () => log };
    },
  };
}
