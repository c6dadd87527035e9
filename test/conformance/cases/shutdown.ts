import { equal, match, ok } from 'node:assert/strict';

import type { CaseGroup } from '../case.ts';
import { sources } from '../sources.ts';

export const shutdown: CaseGroup = {
  title: 'Shutdown',
  cases: [
    {
      id: 'shutdown-sigterm',
      name: 'SIGTERM, with an extension',
      promise:
        'With an extension, the runtime gets SIGTERM, and has time to clean up before SIGKILL.',
      source: sources.executionEnvironment,
      executionEnvironment: { extension: true },
      async run({ sandbox, ...subject }) {
        await subject.send('"warm"');
        const { exitStatus, log } = await sandbox.stop();
        match(log, /cleaned up/);
        equal(exitStatus, 0);
      },
    },
    {
      id: 'shutdown-sigkill',
      name: 'only SIGKILL, without an extension',
      promise: 'Without an extension, the runtime is killed. What it wrote before is not lost.',
      source: sources.executionEnvironment,
      executionEnvironment: {},
      async run({ sandbox, ...subject }) {
        const text = 'last words';
        await sandbox.runtimeApi.invoke(JSON.stringify({ do: 'print', lines: 1, text }));
        const { exitStatus, log } = await sandbox.stop();
        ok(`${subject.log()}${log}`.includes(text), 'Expected what was written, found none of it');
        equal(exitStatus, 137);
      },
    },
  ],
};
