import { deepEqual, equal, match } from 'node:assert/strict';

import type { CaseGroup } from '../case.ts';
import { sources } from '../sources.ts';

export const shutdown: CaseGroup = {
  title: 'Shutdown',
  cases: [
    {
      id: 'shutdown-sigterm',
      name: 'SIGTERM, with an extension',
      promise: 'With an extension the runtime gets SIGTERM, and time to clean up before SIGKILL.',
      source: sources.environment,
      environment: { extension: true },
      async run({ sandbox, ...subject }) {
        await subject.send('"warm"');
        const { exitStatus, log } = await sandbox.stop();
        match(log, /cleaned up/);
        equal(exitStatus, 0);
      },
    },
    {
      id: 'shutdown-sigkill',
      name: 'no signal but SIGKILL, without an extension',
      promise: 'Without an extension the runtime is killed: what it wrote before is not lost.',
      source: sources.environment,
      environment: {},
      async run({ sandbox, ...subject }) {
        const event = JSON.stringify({ do: 'print', lines: 50, text: 'x' });
        const { log } = await subject.invoke(event);
        const written = log.split('\n').filter((line) => line.startsWith('out '));
        deepEqual(
          written,
          Array.from({ length: 50 }, (_, n) => `out ${n + 1} x`),
        );
        equal((await sandbox.stop()).exitStatus, 137);
      },
    },
  ],
};
