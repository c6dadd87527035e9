import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ReplyFault, Faults, NextFault } from '../../../lambda/runtime-api/faults.ts';
import { decode } from '../ask.ts';
import type { Case, CaseGroup } from '../case.ts';
import { stateOf, surviving } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

const content = { key: 'x'.repeat(10_000) };
const event = JSON.stringify(content);

/** The event must come through, to the process that was there before. */
function comesThrough(subject: Subject, faults: Faults): Promise<void> {
  return surviving(subject, async () => {
    const { result } = await subject.invoke(event, { faults });
    deepEqual(decode(result.body.toString()), content);
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
    promise: 'Status 500 is an unrecoverable error: the runtime should exit promptly.',
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

const lost = 'An event that was not received completely is sent again on the next request.';
const again = 'A response that was not received can be sent again.';

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
      name: 'the Runtime API accepts connections a second late',
      promise:
        'The address of the Runtime API is known from the start, but it may not accept connections yet.',
      source: sources.customRuntime,
      executionEnvironment: { apiDelayMs: 1000 },
      async run(subject) {
        equal(subject.sandbox.init.status, 'success');
        await stateOf(subject);
      },
    },
    {
      id: 'connection-closed',
      name: 'connection closed instead of sending the first event of a process',
      promise: lost,
      source: sources.states,
      executionEnvironment: {},
      async run(subject) {
        const { result } = await subject.invoke(event, { faults: next('close') });
        deepEqual(decode(result.body.toString()), content);
      },
    },
    {
      id: 'connection-idle',
      name: 'connection closed twice while the runtime waits for an event',
      promise: 'A keep-alive connection may be closed at any time.',
      source: sources.runtimeApi,
      executionEnvironment: {},
      async run(subject) {
        await disconnect(subject);
        await disconnect(subject);
        equal((await subject.send('"event"')).body, '"event"');
      },
    },
    survives(
      'closed-thrice',
      'connection closed three times in a row',
      lost,
      next('close', 'close', 'close'),
    ),
    survives(
      'cut-in-headers',
      'connection cut in the headers of an event',
      lost,
      next('cut-in-headers'),
    ),
    survives('cut-in-body', 'connection cut in the body of an event', lost, next('cut-in-body')),
    survives(
      'answer-closed',
      'connection closed instead of accepting a response',
      again,
      answer('close'),
    ),
    survives(
      'closed-after-answer',
      'connection closed after a response, before the next event',
      'A keep-alive connection may be closed at any time.',
      answer('close-after'),
    ),
    survives(
      'answer-taken-closed',
      'connection closed after a response was accepted, before the runtime is told',
      'A response is accepted once, and the next event is handled.',
      answer('close-accepted'),
    ),
    survives(
      'chunked',
      'an event with chunked transfer encoding',
      'An event is HTTP/1.1, chunked or not.',
      {
        chunkedNext: true,
      },
    ),
    exits('next-500', 'status 500 instead of an event', next('status-500')),
    exits('answer-500', 'status 500 for a response', answer('status-500')),
  ],
};
