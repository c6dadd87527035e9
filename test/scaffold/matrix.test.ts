import path from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { assertHygiene } from '../helpers/assert-hygiene.ts';
import { runApp } from '../helpers/run-app.ts';
import { sampleProjects } from '../helpers/sample-projects.ts';
import { readTree, temporaryDirectory } from '../helpers/temporary-directory.ts';

const catalog = loadCatalog();
const projects = sampleProjects(catalog);

describe.each(projects)(
  '$language $languageVersion $base $architecture $event $deploy',
  (project) => {
    // As yo passes a switch, which takes no value.
    const options = { ...project, agentsMd: project.agentsMd === 'yes' };

    test('every file is tidy, and a second run changes nothing', async () => {
      using parent = temporaryDirectory();
      const directory = path.join(parent.path, 'hello-world');
      await runApp(parent.path, ['hello-world'], options);

      assertHygiene(directory);
      const { sample } = catalog.events.find(({ id }) => id === options.event)!;
      const events = [`${sample}.json`, `${sample}.expected.json`];
      expect(Object.keys(readTree(directory))).toEqual(
        expect.arrayContaining([
          ...inEveryProject,
          ...events.map((file) => `events/hello-world/${file}`),
        ]),
      );

      commitAll(directory);
      await runApp(parent.path, ['hello-world'], options);
      await runApp(directory, []);
      expect(git(directory, 'status', '--porcelain')).toBe('');
    });
  },
);

const inEveryProject = [
  '.dockerignore',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.yo-rc.json',
  'Dockerfile',
  'Makefile',
  'README.md',
  'entry_script.sh',
  '.lambda-container/complete_root.sh',
  '.lambda-container/test_events.sh',
];

/** Also shows that the project ignores none of its own files. */
function commitAll(directory: string): void {
  git(directory, 'init', '--quiet');
  git(directory, 'add', '--all');
  git(directory, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message=t');
  expect(git(directory, 'status', '--porcelain', '--ignored')).toBe('');
}

function git(cwd: string, ...args: string[]): string {
  return execaSync('git', args, { cwd }).stdout;
}
