import { deepEqual, equal } from 'node:assert/strict';

import { ask, decode } from '../ask.ts';
import type { Case, CaseGroup } from '../case.ts';
import { errorReport, surviving } from '../failure.ts';
import { sources } from '../sources.ts';

/** The function answers these events with themselves. */
function echo(id: string, name: string, events: readonly string[]): Case {
  return {
    id: `event-${id}`,
    name: `${name}, as event and as result`,
    promise: 'An event may be any JSON value, and so may a result. Neither is altered.',
    source: sources.customRuntime,
    rie: true,
    async run(caller) {
      for (const event of events) {
        const { body, isError } = await caller.send(event);
        equal(
          isError ?? false,
          false,
          `Expected ${event.slice(0, 100)}, found ${body.slice(0, 1000)}`,
        );
        deepEqual(decode(body), JSON.parse(event));
      }
    },
  };
}

/** For numbers, which JSON.parse may round: the text is the same. */
function echoText(id: string, name: string, events: readonly string[]): Case {
  return {
    ...echo(id, name, []),
    rie: true,
    async run(caller) {
      for (const event of events) equal((await caller.send(event)).body, event);
    },
  };
}

const nested = `${'['.repeat(100)}1${']'.repeat(100)}`;
const megabytes = 1_000_000;

export const events: CaseGroup = {
  title: 'Events and results',
  cases: [
    echo('null', 'null', ['null']),
    echo('booleans', 'true and false', ['true', 'false']),
    echo('numbers', 'integers and fractions', ['0', '-1', '0.1', '-2.5e-3', '1e21']),
    echoText('safe-integers', 'integers at the edges of 2^53', [
      '9007199254740991',
      '9007199254740992',
      '-9007199254740991',
      '-9007199254740992',
    ]),
    echo('strings', 'strings, including the empty string', ['"text"', '""', '" "']),
    echo('unicode', 'every plane of Unicode', ['"é ß 漢 \u{1f9a9} \u2028"', '{"ключ":"значение"}']),
    echo('escapes', 'every JSON escape', [
      String.raw`"\u0000\u001f\"\\\/\b\f\n\r\t"`,
      String.raw`"\ud83e\udda9 \u00e9"`,
    ]),
    echo('arrays', 'arrays', ['[]', '[1,"two",null,[true]]']),
    echo('objects', 'objects', ['{}', '{"a":{"b":[1,{"c":null}]},"":""}']),
    echo('nested', 'a value nested 100 deep', [nested]),
    echo('large', '5.9 MB', [JSON.stringify('é'.repeat((5.9 * megabytes) / 2))]),
    {
      id: 'event-utf-8',
      name: 'the handler gets characters, not bytes',
      promise: 'JSON is UTF-8.',
      source: sources.json,
      rie: true,
      async run(caller) {
        equal(await ask(caller, { do: 'length', of: 'é漢' }), 2);
      },
    },
    {
      id: 'event-empty',
      name: 'no payload at all',
      promise: 'The payload is optional.',
      source: sources.invoke,
      async run(subject) {
        const { body, isError } = await surviving(subject, () => subject.send(''));
        equal(isError, false, `Expected a result, found the error ${body}`);
      },
    },
    {
      id: 'event-not-json',
      name: 'an event that is not JSON',
      promise: 'An error with an event is reported as the error of its invocation.',
      source: sources.runtimeApi,
      async run(subject) {
        for (const event of [Buffer.from('{"unfinished'), Buffer.from([0xff, 0x00, 0xfe])]) {
          const { result } = await surviving(subject, () => subject.invoke(event));
          equal(result.error !== undefined, true, 'Expected an error, found a result');
          errorReport(result.body.toString());
        }
      },
    },
  ],
};
