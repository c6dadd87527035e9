import { deepEqual, equal, match } from 'node:assert/strict';

import { ask } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { failure, stateOf } from '../failure.ts';
import { sources } from '../sources.ts';

export const state: CaseGroup = {
  title: 'State, work and files',
  cases: [
    {
      id: 'state-kept',
      name: 'state in memory is kept for the next invocation',
      promise: 'Objects outside the handler remain for as long as the execution environment.',
      source: sources.executionEnvironment,
      rie: true,
      async run(caller) {
        const before = await stateOf(caller);
        const after = await stateOf(caller);
        equal(after.incarnation, before.incarnation);
        equal(after.invocations, before.invocations + 1);
      },
    },
    {
      id: 'parallel-work',
      name: 'ten parallel tasks in one invocation',
      promise: 'A function may have up to 1,024 processes and threads.',
      source: sources.limits,
      rie: true,
      async run(caller) {
        const results = Array.from({ length: 10 }, (_, index) => index + 1);
        deepEqual(await ask(caller, { do: 'parallel', count: 10 }), results);
      },
    },
    {
      id: 'files-tmp',
      name: 'a file in /tmp',
      promise: 'A function may write to /tmp.',
      source: sources.executionEnvironment,
      rie: true,
      async run(caller) {
        equal(await ask(caller, { do: 'write', path: '/tmp/file' }), 'written');
      },
    },
    {
      id: 'files-elsewhere',
      name: 'writing a file elsewhere is an error',
      promise: 'Everything except /tmp is read-only.',
      source: sources.images,
      rie: true,
      async run(caller) {
        const { errorMessage } = await failure(caller, { do: 'write', path: '/var/task/file' });
        match(errorMessage, /erofs|read-only/i);
      },
    },
  ],
};
