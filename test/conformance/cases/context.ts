import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { InvokeOptions } from '../../../lambda/runtime-api/invocation.ts';
import type { CaseGroup } from '../case.ts';
import { decode } from '../ask.ts';
import { remainingTime } from '../remaining-time.ts';
import { sources } from '../sources.ts';
import { functionName } from '../start-subject.ts';
import type { Subject } from '../subject.ts';

/** What the function under test tells of its context; what is absent is null or not there. */
type Context = Record<string, unknown>;

async function contextOf(subject: Subject, options: InvokeOptions = {}): Promise<Context> {
  const { result } = await subject.invoke(JSON.stringify({ do: 'context' }), options);
  ok(result.error === undefined, `Expected a result, found the error ${result.body.toString()}`);
  return decode(result.body.toString()) as Context;
}

/** One value, with the header and without. The next invocation must not see that of the one before. */
async function expectHeader(
  subject: Subject,
  options: InvokeOptions,
  key: string,
  expected: unknown,
): Promise<void> {
  deepEqual((await contextOf(subject, options))[key], expected);
  const without = (await contextOf(subject))[key];
  // Some clients have an empty text for what is absent.
  if (without !== '') equal(without ?? null, null);
}

function trace(root: number) {
  return `Root=1-5759e988-bd862e3fe1be46a99427279${root};Sampled=1`;
}

export const context: CaseGroup = {
  title: 'Context',
  cases: [
    {
      id: 'context-request-id',
      name: 'the request id',
      promise: 'Lambda-Runtime-Aws-Request-Id is the id of the invocation.',
      source: sources.runtimeApi,
      async run(subject) {
        for (const requestId of [randomUUID(), randomUUID()]) {
          equal((await contextOf(subject, { requestId }))['requestId'], requestId);
        }
      },
    },
    {
      id: 'context-function',
      name: 'ARN, name, version, memory, log group and log stream of the function',
      promise: 'The ARN is sent with each event. The rest is in reserved environment variables.',
      source: sources.variables,
      async run(subject) {
        const found = await contextOf(subject);
        match(String(found['functionArn']), /^arn:aws:lambda:[\w-]+:\d{12}:function:/);
        equal(found['functionName'], functionName);
        equal(found['functionVersion'], '$LATEST');
        equal(found['memoryMb'], 1769);
        equal(found['logGroupName'], `/aws/lambda/${functionName}`);
        ok(found['logStreamName'], 'Expected the name of the log stream, found none');
      },
    },
    {
      id: 'context-trace-variable',
      name: '_X_AMZN_TRACE_ID, set for each invocation and then unset',
      promise: 'A runtime sets _X_AMZN_TRACE_ID to the value of Lambda-Runtime-Trace-Id.',
      source: sources.customRuntime,
      async run(subject) {
        for (const traceId of [trace(1), trace(2)]) {
          equal((await contextOf(subject, { traceId }))['traceVariable'], traceId);
        }
        equal((await contextOf(subject))['traceVariable'] ?? null, null);
      },
    },
    {
      id: 'context-trace-id',
      name: 'the trace id, present and absent',
      promise: 'Lambda-Runtime-Trace-Id is sent with a traced event.',
      source: sources.runtimeApi,
      run: (subject) => expectHeader(subject, { traceId: trace(1) }, 'traceId', trace(1)),
    },
    {
      id: 'context-client-context',
      name: 'the client context, present and absent',
      promise: 'Lambda-Runtime-Client-Context is JSON from the caller.',
      source: sources.runtimeApi,
      async run(subject) {
        const clientContext = { client: { app_title: 'é' }, custom: { n: 1 }, env: {} };
        const options = { clientContext: JSON.stringify(clientContext) };
        await expectHeader(subject, options, 'clientContext', clientContext);
      },
    },
    {
      id: 'context-large-client-context',
      name: 'a client context of 16 kB',
      promise: 'The headers of an event may be long.',
      source: sources.runtimeApi,
      async run(subject) {
        const clientContext = { custom: { text: 'x'.repeat(16_000) } };
        const options = { clientContext: JSON.stringify(clientContext) };
        await expectHeader(subject, options, 'clientContext', clientContext);
      },
    },
    {
      id: 'context-identity',
      name: 'the Cognito identity, present and absent',
      promise: 'Lambda-Runtime-Cognito-Identity is JSON with the ids of identity and pool.',
      source: sources.runtimeApi,
      async run(subject) {
        const identity = { cognitoIdentityId: 'eu-west-1:1', cognitoIdentityPoolId: 'eu-west-1:2' };
        const options = { cognitoIdentity: JSON.stringify(identity) };
        await expectHeader(subject, options, 'identity', identity);
      },
    },
    {
      id: 'context-tenant',
      name: 'the tenant id, present and absent',
      promise: 'Lambda-Runtime-Aws-Tenant-Id is the tenant of a function with tenant isolation.',
      source: sources.runtimeApi,
      run: (subject) => expectHeader(subject, { tenantId: 'blue' }, 'tenantId', 'blue'),
    },
    {
      id: 'context-deadline',
      name: 'the remaining time, as it runs out',
      promise: 'Lambda-Runtime-Deadline-Ms is the time of the timeout, in ms since 1970.',
      source: sources.runtimeApi,
      async run(subject) {
        await remainingTime(subject, { pauseMs: 100, timeoutMs: 40_000 });
        await remainingTime(subject, { pauseMs: 100, timeoutMs: 50_000 });
      },
    },
  ],
};
