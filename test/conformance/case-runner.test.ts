import { expect, test } from 'vitest';

import type { Case } from './case.ts';
import { createCaseRunner } from './case-runner.ts';

function makeCase(id: string, executionEnvironment?: Case['executionEnvironment']): Case {
  return {
    id,
    name: id,
    promise: '',
    source: '',
    ...(executionEnvironment && { executionEnvironment }),
    run: async () => {},
  };
}

/** Environments that are known by a number, and what has become of them. */
function createRecorded(cases: readonly Case[]) {
  const events: string[] = [];
  let started = 0;
  const runner = createCaseRunner(cases, async () => {
    started += 1;
    const number = started;
    events.push(`start ${number}`);
    return {
      number,
      async [Symbol.asyncDispose]() {
        events.push(`end ${number}`);
      },
    };
  });
  function run(each: Case, error?: Error) {
    return runner.run(each, async ({ number }) => {
      events.push(`${each.id} in ${number}`);
      // Whoever does not wait for its turn comes in between.
      await new Promise(setImmediate);
      events.push(`${each.id} done`);
      if (error !== undefined) throw error;
    });
  }
  return { run, events };
}

test('cases that name no environment share one, and take turns in it', async () => {
  const cases = [makeCase('one'), makeCase('two')];
  const { run, events } = createRecorded(cases);
  await Promise.all(cases.map((each) => run(each)));
  expect(events).toStrictEqual([
    'start 1',
    'one in 1',
    'one done',
    'two in 1',
    'two done',
    'end 1',
  ]);
});

test('cases share an environment by the object that they name, not by what is in it', async () => {
  const streaming = {};
  const cases = [makeCase('one', streaming), makeCase('two', {}), makeCase('three', streaming)];
  const { run, events } = createRecorded(cases);
  for (const each of cases) await run(each);
  expect(events.filter((event) => event.includes('in'))).toStrictEqual([
    'one in 1',
    'two in 2',
    'three in 1',
  ]);
  expect(events.indexOf('end 1')).toBeGreaterThan(events.indexOf('three done'));
});

test('a case that fails does not keep the next one from running, nor the environment', async () => {
  const cases = [makeCase('one'), makeCase('two')];
  const { run, events } = createRecorded(cases);
  await expect(run(cases[0]!, new Error('not kept'))).rejects.toThrow('not kept');
  await run(cases[1]!);
  expect(events.at(-1)).toBe('end 1');
});

test('all fail that share an environment which does not start', async () => {
  const cases = [makeCase('one'), makeCase('two')];
  const runner = createCaseRunner<AsyncDisposable>(cases, () =>
    Promise.reject(new Error('no image')),
  );
  for (const each of cases) {
    await expect(runner.run(each, async () => {})).rejects.toThrow('no image');
  }
});
