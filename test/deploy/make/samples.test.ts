import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { readTree, temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { runCli } from '../../helpers/run-cli.ts';

const { events } = loadCatalog();

test.each(events.map(({ id, sample, facts }) => ({ event: id, sample, facts })))(
  'make deploy sends two functions with the event $event a sample event',
  async ({ event, sample, facts }) => {
    using here = temporaryDirectory();
    const flags = ['--language', 'nodejs', '--event', event, '--deploy', 'sam', '--yes'];
    await runCli(here.path, ['new', 'orders', ...flags]);
    const project = path.join(here.path, 'orders');
    await runCli(project, ['function', 'refunds', '--event', event]);
    const { stdout } = await execa('make', ['--dry-run', '--no-print-directory', 'deploy'], {
      cwd: project,
    });
    const { deployedSample: name = sample } = facts as { deployedSample?: string };
    const files = ['orders', 'refunds'].map((fn) => `events/${fn}/${name}.json`);
    expect(stdout).toMatch(new RegExp(` deploy orders=${files[0]} refunds=${files[1]}$`));
    expect(Object.keys(readTree(project))).toEqual(expect.arrayContaining(files));
  },
);

test('what make deploy sends to a WebSocket function posts to no connection', () => {
  const { facts } = events.find(({ id }) => id === 'websocket')!;
  expect(facts['deployedSample']).toBe('disconnect');
});
