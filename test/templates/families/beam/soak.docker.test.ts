import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { ReplyFault, Faults, NextFault } from '../../../../lambda/runtime-api/faults.ts';
import type { Sandbox } from '../../../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../../../lambda/sandbox/start-sandbox.ts';
import { combinations, isFullMatrix } from '../../../docker/combinations.ts';
import { docker } from '../../../../lambda/docker/docker.ts';
import { generateProject } from '../../../docker/project.ts';
import { pick, seededRandom } from '../../../lambda/random.ts';

// A quarter finds a leak of 250 bytes an invocation.
const invocations = isFullMatrix ? 100_000 : 25_000;
const inFlight = 50;

// Left out are status 500, which tells the runtime to exit, and a refused answer, which nobody gets.
const nextFaults: NextFault[] = ['close', 'status-403', 'cut-in-headers', 'cut-in-body'];
const replyFaults: ReplyFault[] = ['close', 'close-accepted', 'close-after'];
const faults: Faults[] = [
  ...nextFaults.map((fault) => ({ next: [fault] })),
  ...nextFaults.map((fault) => ({ next: [fault, fault] })),
  ...replyFaults.map((fault) => ({ reply: [fault] })),
  { next: ['close'], reply: ['close-accepted'] },
  { nextDelayMs: 20 },
  { replyDelayMs: 20 },
  { chunkedNext: true },
];

// The runtime of Erlang is that of Elixir, which adds its own JSON and structs.
const newest = (isFullMatrix ? ['elixir', 'erlang'] : ['elixir']).map((language) =>
  combinations.find((each) => each.language === language && each.base === 'scratch')!,
);

describe.concurrent.each(newest)('$language', (combination) => {
  test(`${invocations} invocations, 1 % of them with faults: each has its own answer, memory stays level`, async () => {
    await using project = await generateProject(combination);
    const image = await project.build('function');
    await using sandbox = await startSandbox({ image, memoryMb: 1769, timeoutMs: 900_000 });
    const random = seededRandom(1);

    let started = 0;
    const wrong: string[] = [];
    async function work(until: number): Promise<void> {
      while (started < until) {
        started += 1;
        const name = `Nr. ${started}`;
        const { body, error } = await sandbox.runtimeApi.invoke(JSON.stringify({ name }), {
          ...(random() < 0.01 && { faults: pick(random, faults) }),
        });
        const expected = JSON.stringify({ message: `Hello, ${name}!` });
        if (error !== undefined || body.toString() !== expected) wrong.push(`${name}: ${body}`);
      }
    }
    function run(until: number) {
      return Promise.all(Array.from({ length: inFlight }, () => work(until)));
    }

    await run(1000);
    const before = await residentKb(sandbox);
    await run(invocations);
    const after = await residentKb(sandbox);

    expect(wrong).toStrictEqual([]);
    expect(started).toBe(invocations);
    expect(after / before).toBeLessThan(1.1);
  });
});

/** The memory of the first process, which is the VM. */
async function residentKb({ container }: Sandbox): Promise<number> {
  const pid = await docker('inspect', '--format', '{{.State.Pid}}', container);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
}
