import { createAsynchronousInvocations } from '../../../../lambda/invoke-api/asynchronous-invocations.ts';
import { createHttpFront } from '../../../../lambda/invoke-api/http-front/create-http-front.ts';
import type { HttpKind } from '../../../../lambda/invoke-api/http-front/http-kind.ts';
import { type InvokeApi, startInvokeApi } from '../../../../lambda/invoke-api/start-invoke-api.ts';
import { type Handler, localFunction } from '../start-test-api.ts';

export interface TestFront extends InvokeApi {
  /** Why clients have got errors. */
  readonly problems: string[];
}

/** HTTP clients reach the functions, which are written in the test. */
export async function startTestFront(
  handlers: Readonly<Record<string, readonly [HttpKind, Handler]>>,
): Promise<TestFront> {
  const problems: string[] = [];
  const functions = Object.entries(handlers).map(([name, [kind, handler]]) => ({
    name,
    kind,
    local: localFunction(name, handler),
  }));
  const api = await startInvokeApi({
    functions: new Map(functions.map(({ name, local }) => [name, local])),
    asynchronous: createAsynchronousInvocations(),
    allowedHosts: functions.map(({ name }) => `${name}.localhost`),
    others: createHttpFront(functions, (message) => problems.push(message)),
    onError: (error) => problems.push(String(error)),
  });
  return { ...api, problems };
}
