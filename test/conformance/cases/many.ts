import { deepEqual, ok } from 'node:assert/strict';

import { ask, decode } from '../ask.ts';
import type { CaseGroup } from '../case.ts';
import { surviving } from '../failure.ts';
import { sources } from '../sources.ts';
import type { Subject } from '../subject.ts';
import { taken } from '../taken.ts';

interface Resources {
  residentKb: number;
  descriptors: number;
  processes: number;
}

function resources(subject: Subject): Promise<Resources> {
  return ask(subject, { do: 'resources' });
}

/** Without waiting for the log of each. */
async function invokeMany({ sandbox }: Subject, count: number, event: (n: number) => string) {
  for (let n = 0; n < count; n += 1) {
    const { body } = await taken(sandbox.runtimeApi.invoke(event(n)), 30_000);
    deepEqual(decode(body.toString()), JSON.parse(event(n)));
  }
}

export const many: CaseGroup = {
  title: 'Many invocations',
  cases: [
    {
      id: 'many-answers',
      name: '1,000 invocations in one process, each with its own response',
      promise: 'An execution environment handles one invocation after another, for hours.',
      source: sources.executionEnvironment,
      run: (subject) => surviving(subject, () => invokeMany(subject, 1000, (n) => `{"n":${n}}`)),
    },
    {
      id: 'many-level',
      name: 'memory, open files and processes after 1,000 invocations',
      promise: 'All invocations share the memory, 1,024 open files and 1,024 processes.',
      source: sources.limits,
      async run(subject) {
        function event(n: number) {
          return JSON.stringify({ n, text: 'x'.repeat(1000) });
        }
        // A heap grows to its working size first.
        await invokeMany(subject, 500, event);
        const before = await resources(subject);
        await invokeMany(subject, 1000, event);
        const after = await resources(subject);
        const grownKb = after.residentKb - before.residentKb;
        ok(grownKb < 32 * 1024, `Expected less than 32 MB more memory, found ${grownKb} kB more`);
        for (const kind of ['descriptors', 'processes'] as const) {
          const more = after[kind] - before[kind];
          ok(more < 10, `Expected as many ${kind} as before, ${before[kind]}, found ${more} more`);
        }
      },
    },
  ],
};
