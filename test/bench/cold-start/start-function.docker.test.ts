import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cgroupDirectories } from '../../../bench/cold-start/cgroup.ts';
import { eventOf, expectedAnswer } from '../../../bench/cold-start/events.ts';
import { type Image, prepareImage } from '../../../bench/cold-start/images.ts';
import { ownName, temporaryRoot } from '../../../bench/cold-start/leftovers.ts';
import { readMb, residentMb } from '../../../bench/cold-start/processes.ts';
import { requireMachine } from '../../../bench/cold-start/requirements.ts';
import { startFunction } from '../../../bench/cold-start/start-function.ts';
import { variantsOf } from '../../../bench/cold-start/variants.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';

let temporary: string;
let image: Image;

beforeAll(async () => {
  requireMachine(packageRoot);
  temporary = await mkdtemp(path.join(temporaryRoot, `${ownName()}-`));
  const nodejs = loadCatalog().languages.find(({ id }) => id === 'nodejs')!;
  const bare = variantsOf([nodejs]).find(({ id }) => id === 'nodejs-bare')!;
  image = (await prepareImage(bare, nodejs, { checkout: packageRoot, temporary }))!;
});

afterAll(async () => {
  await rm(temporary, { recursive: true, force: true });
});

function ownCgroups() {
  return cgroupDirectories().filter((directory) => directory.includes(ownName()));
}

test('a function is started, measured, invoked, and removed', async () => {
  {
    await using running = await startFunction(image, { cpus: 1, evict: true });
    expect(running.coldMs).toBeGreaterThan(0);
    expect(running.cpuMs).toBeGreaterThan(0);
    expect(readMb(running.cgroup.pids())).toBeGreaterThan(1);
    expect(residentMb(running.cgroup.pids())).toBeGreaterThan(1);
    for (const bytes of [100, 1_000_000]) {
      const { body, ms } = await running.invoke(eventOf(bytes));
      expect(body).toBe(expectedAnswer);
      expect(ms).toBeGreaterThan(0);
    }
    expect(ownCgroups()).not.toStrictEqual([]);
  }
  expect(ownCgroups()).toStrictEqual([]);
});

/** What a shell in the place of the function prints: it asks for no event, so its output is in the error. */
async function printed(script: string): Promise<string> {
  const start = startFunction({ ...image, argv: ['/bin/sh', '-c', script] }, { cpus: 1 });
  const error = await start.then(
    () => undefined,
    (reason: Error) => reason,
  );
  return error!.message;
}

test('it has what Lambda gives, and no more', async () => {
  const script = [
    'echo "user $(id -u):$(id -g), groups $(id -G)"',
    'grep -E "CapEff|CapBnd|NoNewPrivs" /proc/self/status',
    'touch /file || touch /tmp/file && echo "only /tmp is writable"',
    'echo "$(ls /proc | grep -c "^[0-9]") processes, $(hostname), $(ulimit -n) files"',
  ];
  const output = await printed(script.join('\n'));
  expect(output).toContain('user 993:990, groups 990\n');
  expect(output).toMatch(/CapBnd:\t0+\nCapEff:\t0+\n|CapEff:\t0+\nCapBnd:\t0+\n/);
  expect(output).toMatch(/NoNewPrivs:\t1\n/);
  expect(output).toContain('Read-only file system\nonly /tmp is writable\n');
  expect(output).toMatch(/[1-5] processes, function, 1024 files\n/);
});

test('one that ends before it asks for an event is an error with what it has printed', async () => {
  expect(await printed('echo no such handler; exit 3')).toContain(
    'The container ended (3), having printed: no such handler',
  );
  expect(ownCgroups()).toStrictEqual([]);
});

test('one that does not exist is an error of the launcher', async () => {
  const start = startFunction({ ...image, argv: ['/no/such/program'] }, { cpus: 1 });
  await expect(start).rejects.toThrow('No such file or directory');
});
