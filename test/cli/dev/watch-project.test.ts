import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { watchProject } from '../../../cli/dev/watch-project.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const tree = {
  '.dockerignore': '.git\nnode_modules\n*.log\nbuild/*\n!build/kept\n',
  Dockerfile: 'FROM scratch\n',
  'app.js': '1',
  'lib/one.js': '1',
  'node_modules/package/index.js': '1',
  'build/kept': '1',
};

/** Does something in a project until the watcher has told of these files, and returns all that it has told of. */
async function told(act: (directory: string) => void, until: readonly string[]): Promise<string[]> {
  using directory = temporaryDirectory(tree);
  const seen = new Set<string>();
  await using _watcher = await watchProject({
    directory: directory.path,
    except: [path.join(directory.path, 'bucket')],
    onChange: (files) => {
      for (const file of files) seen.add(file);
    },
    onError(error) {
      throw error;
    },
  });
  act(directory.path);
  while (!until.every((file) => seen.has(file))) await sleep(10);
  return [...seen].toSorted();
}

function write(directory: string, file: string): void {
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeFileSync(path.join(directory, file), '2');
}

test.each([
  ['a saved file', 'app.js', (directory: string) => write(directory, 'app.js')],
  ['a new file', 'new.js', (directory: string) => write(directory, 'new.js')],
  ['a file in new directories', 'a/b/c.js', (directory: string) => write(directory, 'a/b/c.js')],
  ['the Dockerfile', 'Dockerfile', (directory: string) => write(directory, 'Dockerfile')],
  [
    'an exception of .dockerignore',
    'build/kept',
    (directory: string) => write(directory, 'build/kept'),
  ],
  [
    'a removed file',
    'lib/one.js',
    (directory: string) => rmSync(path.join(directory, 'lib/one.js')),
  ],
  [
    'a removed directory',
    'lib/one.js',
    (directory: string) => rmSync(path.join(directory, 'lib'), { recursive: true }),
  ],
  [
    'a file that is replaced',
    'app.js',
    (directory: string) => {
      writeFileSync(path.join(directory, 'app.log'), '2');
      renameSync(path.join(directory, 'app.log'), path.join(directory, 'app.js'));
    },
  ],
])('%s is told', async (_title, file, act) => {
  expect(await told(act, [file])).toStrictEqual([file]);
});

test('what is not sent to the build is not, nor is a bucket', async () => {
  const seen = await told(
    (directory) => {
      write(directory, 'node_modules/package/index.js');
      write(directory, 'debug.log');
      write(directory, '.git/index');
      write(directory, 'build/other');
      write(directory, 'bucket/photo.jpg');
      write(directory, 'last.js');
    },
    ['last.js'],
  );
  expect(seen).toStrictEqual(['last.js']);
});

test('1,000 files at once are all told', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `many/${index}.js`);
  const seen = await told((directory) => {
    for (const name of names) write(directory, name);
  }, names);
  expect(seen).toHaveLength(1000);
});
