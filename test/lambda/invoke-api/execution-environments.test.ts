import { setImmediate as turn } from 'node:timers/promises';

import { expect, test, vi } from 'vitest';

import {
  createExecutionEnvironments,
  type ExecutionEnvironmentsOptions,
} from '../../../lambda/invoke-api/execution-environments.ts';
import type { Sandbox } from '../../../lambda/sandbox/sandbox.ts';

/** Execution environments without containers. An invocation ends when the test says so, in the order of the calls. */
function fake(options: Partial<ExecutionEnvironmentsOptions> = {}) {
  const log: string[] = [];
  const pending: (() => void)[] = [];
  let number = 0;
  const environments = createExecutionEnvironments({
    async prepare() {
      const name = String.fromCodePoint('A'.codePointAt(0)! + number++);
      const sandbox: Partial<Sandbox> = {
        async invoke() {
          log.push(`invoke ${name}`);
          await new Promise<void>((resolve) => {
            pending.push(resolve);
          });
          return { result: {}, log: name, report: {} } as never;
        },
        freeze: async () => void log.push(`freeze ${name}`),
        thaw: async () => void log.push(`thaw ${name}`),
        [Symbol.asyncDispose]: async () => void log.push(`remove ${name}`),
      };
      return {
        async start() {
          log.push(`start ${name}`);
          return sandbox as Sandbox;
        },
        [Symbol.asyncDispose]: async () => void log.push(`drop ${name}`),
      };
    },
    isPreparedAhead: false,
    most: 2,
    isFreezing: true,
    idleMs: 1000,
    onError: (error) => log.push(String(error)),
    ...options,
  });
  async function settle() {
    for (let turns = 0; turns < 10; turns++) await turn();
  }
  return {
    environments,
    log,
    invoke: () => environments.invoke('{}', {}),
    finish: async () => {
      await settle();
      pending.shift()!();
      await settle();
    },
    settle,
  };
}

test('one invocation after the other uses the same one', async () => {
  const { invoke, finish, log } = fake();
  for (let count = 0; count < 2; count++) {
    const invoked = invoke();
    await finish();
    await invoked;
  }
  expect(log).toStrictEqual(['start A', 'invoke A', 'invoke A']);
});

test('each of several at once has its own; what is too many waits for the first that is free', async () => {
  const { invoke, finish, log } = fake();
  const all = [invoke(), invoke(), invoke()];
  await finish();
  await finish();
  await finish();
  await Promise.all(all);
  expect(log).toStrictEqual(['start A', 'start B', 'invoke A', 'invoke B', 'invoke A']);
});

test('one is frozen when it has nothing to do, thawed for the next, and removed after a while', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { invoke, finish, settle, log } = fake();
    const first = invoke();
    await finish();
    await first;
    vi.advanceTimersByTime(100);
    await settle();
    const second = invoke();
    await finish();
    await second;
    vi.advanceTimersByTime(100);
    await settle();
    vi.advanceTimersByTime(1000);
    await settle();
    const expected = ['start A', 'invoke A', 'freeze A', 'thaw A', 'invoke A', 'freeze A'];
    expect(log).toStrictEqual([...expected, 'remove A']);
  } finally {
    vi.useRealTimers();
  }
});

test('after a replacement, what runs ends and is removed; the next gets a new one', async () => {
  const { environments, invoke, finish, settle, log } = fake();
  const old = invoke();
  await settle();
  const { ready, gone } = environments.replace('new files');
  const next = invoke();
  await ready;
  await finish();
  await old;
  await gone;
  expect(log).toStrictEqual(['start A', 'invoke A', 'start B', 'invoke B', 'remove A']);
  await finish();
  await next;
});

test('a replacement starts a new one before it removes the old one', async () => {
  const { environments, invoke, finish, log } = fake();
  const first = invoke();
  await finish();
  await first;
  await environments.replace('new files').gone;
  expect(log).toStrictEqual(['start A', 'invoke A', 'start B', 'remove A']);
});

test('a replacement of none starts none', async () => {
  const { environments, log } = fake();
  const { ready, gone } = environments.replace('new image');
  await Promise.all([ready, gone]);
  expect(log).toStrictEqual([]);
});

test('one is prepared ahead, and dropped where the image is another', async () => {
  const { environments, invoke, finish, log } = fake({ isPreparedAhead: true });
  const first = invoke();
  await finish();
  await first;
  await environments.replace('new files').gone;
  expect(log).toStrictEqual(['start A', 'invoke A', 'start B', 'remove A']);
  await environments.replace('new image').gone;
  expect(log.slice(4)).toStrictEqual(['drop C', 'start D', 'remove B']);
  await environments[Symbol.asyncDispose]();
  expect(log.slice(7)).toStrictEqual(['drop E', 'remove D']);
});

test('one that fails is removed, and its place is free', async () => {
  let isBroken = true;
  const removed: string[] = [];
  const environments = createExecutionEnvironments({
    prepare: async () => ({
      start: async () =>
        ({
          async invoke() {
            if (isBroken) throw new Error('The container is gone.');
            return {} as never;
          },
          [Symbol.asyncDispose]: async () => void removed.push('removed'),
        }) as unknown as Sandbox,
      [Symbol.asyncDispose]: async () => {},
    }),
    isPreparedAhead: false,
    most: 1,
    isFreezing: false,
    idleMs: 1000,
    onError: () => {},
  });
  await expect(environments.invoke('{}', {})).rejects.toThrow('The container is gone.');
  isBroken = false;
  await environments.invoke('{}', {});
  expect(removed).toStrictEqual(['removed']);
  await environments[Symbol.asyncDispose]();
});

test('a failed start rejects its invocation, and the next one tries again', async () => {
  let starts = 0;
  const environments = createExecutionEnvironments({
    async prepare() {
      starts += 1;
      throw new Error('No engine.');
    },
    isPreparedAhead: true,
    most: 1,
    isFreezing: false,
    idleMs: 1000,
    onError: () => {},
  });
  const all = [1, 2, 3].map(() => environments.invoke('{}', {}));
  for (const each of all) await expect(each).rejects.toThrow('No engine.');
  expect(starts).toBe(3);
});

test('the end removes all, also what runs', async () => {
  const { environments, invoke, settle, log } = fake();
  void invoke();
  await settle();
  await environments[Symbol.asyncDispose]();
  expect(log).toStrictEqual(['start A', 'invoke A', 'remove A']);
});
