import { equal, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { ask } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { startEchoServer } from '../echo-server.ts';
import { stateOf, surviving } from '../failure.ts';
import { remainingTime } from '../remaining-time.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';

const freezeMs = 5000;

async function freezeFor5Seconds({ sandbox }: Subject): Promise<void> {
  await sandbox.freeze();
  await sleep(freezeMs);
  await sandbox.thaw();
}

export const freeze: CaseGroup = {
  title: 'Freeze and thaw',
  cases: [
    {
      id: 'freeze-waiting',
      name: 'frozen for 5 seconds while waiting for an event, which arrives at the thaw',
      promise:
        'The request for the next event has no timeout: the runtime may be frozen for hours.',
      source: sources.runtimeApi,
      executionEnvironment: {},
      run: (subject) =>
        surviving(subject, async () => {
          await subject.sandbox.freeze();
          const invoked = subject.invoke('"after the thaw"');
          await sleep(freezeMs);
          await subject.sandbox.thaw();
          const { result } = await invoked;
          equal(result.body.toString(), '"after the thaw"');
        }),
    },
    {
      id: 'freeze-working',
      name: 'frozen for 5 seconds while a supervised child or a timer is working',
      promise: 'Background work continues after the thaw.',
      source: sources.executionEnvironment,
      executionEnvironment: {},
      run: (subject) =>
        surviving(subject, async () => {
          await freezeFor5Seconds(subject);
          const { ticks } = await stateOf(subject);
          let now = await stateOf(subject);
          for (let tries = 0; now.ticks <= ticks && tries < 100; tries += 1) {
            now = await stateOf(subject);
          }
          ok(now.ticks > ticks, `Expected more than ${ticks} ticks, found ${now.ticks}`);
        }),
    },
    {
      id: 'freeze-timers',
      name: 'an interval timer catches up after it was frozen for 5 seconds',
      promise: 'The clock continues while the execution environment is frozen.',
      source: sources.executionEnvironment,
      languages: ['elixir', 'erlang'],
      executionEnvironment: {},
      async run(subject) {
        await freezeFor5Seconds(subject);
        async function lagMs() {
          const { uptimeMs, intervals } = await stateOf(subject);
          return uptimeMs - intervals * 100;
        }
        let lag = await lagMs();
        for (let tries = 0; lag >= freezeMs / 2 && tries < 100; tries += 1) lag = await lagMs();
        ok(lag < freezeMs / 2, `Expected all intervals to have fired, found ${lag} ms missing`);
      },
    },
    {
      id: 'freeze-socket',
      name: 'a connection of the function is open after a freeze, unless the other side has closed it',
      promise: 'An idle connection may have been closed, so the function checks it before use.',
      source: sources.bestPractices,
      executionEnvironment: {},
      async run(subject) {
        const { sandbox } = subject;
        function echo(text: string) {
          return ask<string>(subject, { do: 'echo', text });
        }
        await using server = await startEchoServer(sandbox.runtimeApi.address.split(':')[0]!);
        await ask(subject, { do: 'connect', port: server.port });
        equal(await echo('before'), 'before');
        await freezeFor5Seconds(subject);
        equal(await echo('after'), 'after');
        await sandbox.freeze();
        server.disconnect();
        await sandbox.thaw();
        match(await echo('gone'), /^error: /);
      },
    },
    {
      id: 'freeze-deadline',
      name: 'the remaining time, frozen for 5 seconds before and during the invocation',
      promise: 'The deadline is a point in time. A freeze does not move it.',
      source: sources.runtimeApi,
      executionEnvironment: {},
      async run(subject) {
        await freezeFor5Seconds(subject);
        const measured = remainingTime(subject, { pauseMs: 1000, timeoutMs: 50_000 });
        await Promise.race([subject.line('waiting'), measured]);
        await freezeFor5Seconds(subject);
        await measured;
      },
    },
  ],
};
