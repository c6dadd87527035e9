import { equal, notEqual, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ReplyFault, Faults, NextFault } from '../../../lambda/runtime-api/faults.ts';
import type { Case, CaseGroup } from '../case.ts';
import { stateOf, surviving } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

const event = JSON.stringify({ key: 'x'.repeat(10_000) });

/** The event must come through, to the process that was there before. */
function comesThrough(subject: Subject, faults: Faults): Promise<void> {
  return surviving(subject, async () => {
    const { result } = await subject.invoke(event, { faults });
    equal(result.body.toString(), event);
    equal(result.error, undefined);
  });
}

/** A call goes wrong, and the event comes through nevertheless. */
function survives(id: string, name: string, promise: string, faults: Faults): Case {
  return {
    id: `connection-${id}`,
    name,
    promise,
    source: sources.states,
    run: (subject) => comesThrough(subject, faults),
  };
}

/** Status 500: the process must end, and the next one serves. */
function exits(id: string, name: string, faults: Faults): Case {
  return {
    id: `connection-${id}`,
    name,
    promise: 'Status 500 is a state that cannot be recovered: the runtime is to exit promptly.',
    source: sources.runtimeApi,
    async run(subject) {
      const before = await stateOf(subject);
      const { result } = await subject.invoke(event, { faults });
      equal(result.error?.type, 'Runtime.ExitError');
      notEqual((await stateOf(subject)).incarnation, before.incarnation);
    },
  };
}

function next(...faults: NextFault[]): Faults {
  return { next: faults };
}
function answer(...faults: ReplyFault[]): Faults {
  return { reply: faults };
}

const lost = 'An event that was not received whole is there for whoever asks again.';
const again = 'An answer that was not received can be sent again.';

/** Closes the connection on which the runtime waits, as soon as it does. */
async function disconnect({ sandbox }: Subject): Promise<void> {
  let closed = sandbox.runtimeApi.disconnect();
  for (let tries = 1; closed === 0 && tries < 1000; tries += 1) {
    await sleep(10);
    closed = sandbox.runtimeApi.disconnect();
  }
  ok(closed > 0, 'Expected the runtime to wait for an event, and it does not');
}

export const connections: CaseGroup = {
  title: 'Connections',
  cases: [
    {
      id: 'connection-late-api',
      name: 'the Runtime API comes a second after it was first asked',
      promise: 'The address of the Runtime API is known from the start; it may not answer yet.',
      source: sources.customRuntime,
      executionEnvironment: { apiDelayMs: 1000 },
      async run(subject) {
        equal(subject.sandbox.init.status, 'success');
        await stateOf(subject);
      },
    },
    {
      id: 'connection-closed',
      name: 'closed instead of the first event of a process',
      promise: lost,
      source: sources.states,
      executionEnvironment: {},
      async run(subject) {
        const { result } = await subject.invoke(event, { faults: next('close') });
        equal(result.body.toString(), event);
      },
    },
    {
      id: 'connection-idle',
      name: 'closed long before there is an event, twice',
      promise: 'A connection that is kept alive may end at any time.',
      source: sources.runtimeApi,
      executionEnvironment: {},
      async run(subject) {
        await disconnect(subject);
        await disconnect(subject);
        equal((await subject.send('"event"')).body, '"event"');
      },
    },
    survives('closed-thrice', 'closed three times in a row', lost, next('close', 'close', 'close')),
    survives('cut-in-headers', 'cut in the headers of an event', lost, next('cut-in-headers')),
    survives('cut-in-body', 'cut in the body of an event', lost, next('cut-in-body')),
    survives('answer-closed', 'closed instead of taking an answer', again, answer('close')),
    survives(
      'closed-after-answer',
      'closed after an answer, before the next event',
      'A connection that is kept alive may end at any time.',
      answer('close-after'),
    ),
    survives(
      'answer-taken-closed',
      'closed after an answer was taken, which the runtime is not told',
      'An answer is taken once; the next event is served.',
      answer('close-accepted'),
    ),
    survives('chunked', 'an event in chunks', 'An event is HTTP/1.1, chunked or not.', {
      chunkedNext: true,
    }),
    exits('next-500', 'status 500 instead of an event', next('status-500')),
    exits('answer-500', 'status 500 for an answer', answer('status-500')),
  ],
};
