import { deepEqual, equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { decode } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { stateOf } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

const count = 10;

async function meet(subject: Subject, requestId: string, event: object, timeoutMs: number) {
  const { result } = await subject.invoke(JSON.stringify({ do: 'meet', ...event }), {
    requestId,
    timeoutMs,
  });
  return result;
}

const longMs = 30_000;

export const concurrency: CaseGroup = {
  title: 'Concurrent invocations',
  cases: [
    {
      id: 'concurrent-answers',
      name: '10 concurrent invocations, each with its own response',
      promise: 'AWS_LAMBDA_MAX_CONCURRENCY is how many events a runtime may have at once.',
      source: sources.managedInstances,
      executionEnvironment: { concurrency: count },
      async run(subject) {
        const ids = Array.from({ length: count }, () => randomUUID());
        const event = { count };
        const met = await Promise.all(ids.map((id) => meet(subject, id, event, longMs)));
        deepEqual(
          met.map(({ body }) => decode(body.toString())),
          ids,
        );
      },
    },
    {
      id: 'concurrent-late-answer',
      name: 'a response after the timeout, while other invocations continue',
      promise: 'A late response gets status 410, and the runtime continues.',
      source: sources.managedInstances,
      executionEnvironment: { concurrency: count },
      async run(subject) {
        // The first one waits for the second, which comes when the time of the first is up.
        const [late, timely] = [randomUUID(), randomUUID()];
        const timedOut = await meet(subject, late, { count: 2 }, 2000);
        equal(timedOut.error?.type, 'Sandbox.Timedout');
        const met = await meet(subject, timely, { count: 2 }, longMs);
        equal(decode(met.body.toString()), timely);
        // All of its pollers must be there still.
        const ids = Array.from({ length: count }, () => randomUUID());
        const event = { count: count + 2 };
        const all = await Promise.all(ids.map((id) => meet(subject, id, event, longMs)));
        deepEqual(
          all.map(({ body }) => decode(body.toString())),
          ids,
        );
      },
    },
    {
      id: 'concurrent-retry',
      name: 'a response that arrives while its event is being retried',
      promise:
        'The runtime sends Lambda-Runtime-Invocation-Id back, which tells the responses to two attempts apart.',
      source: sources.invocationId,
      executionEnvironment: { concurrency: count },
      async run(subject) {
        const requestId = randomUUID();
        const timedOut = await meet(subject, requestId, { as: 'first try', count: 3 }, 2000);
        equal(timedOut.error?.type, 'Sandbox.Timedout');
        const retried = meet(subject, requestId, { as: 'second try', count: 4 }, longMs);
        await meet(subject, randomUUID(), { as: 'third', count: 3 }, longMs);
        // With the third one the first try has answered, too: other invocations have time to be served meanwhile.
        for (let n = 0; n < 10; n += 1) await stateOf(subject);
        await meet(subject, randomUUID(), { as: 'fourth', count: 4 }, longMs);
        equal(decode((await retried).body.toString()), 'second try');
      },
    },
    {
      id: 'concurrent-trace',
      name: '_X_AMZN_TRACE_ID is not set, because invocations would share it',
      promise: 'With concurrent invocations, the trace id is in the context only.',
      source: sources.managedInstances,
      executionEnvironment: { concurrency: count },
      async run(subject) {
        const traceId = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
        const event = JSON.stringify({ do: 'context' });
        const { result } = await subject.invoke(event, { traceId });
        const found = decode(result.body.toString()) as Record<string, unknown>;
        equal(found['traceId'], traceId);
        equal(found['traceVariable'] ?? null, null);
      },
    },
  ],
};
