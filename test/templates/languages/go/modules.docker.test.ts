import { describe, test } from 'vitest';

import { docker } from '../../../../lambda/docker/docker.ts';
import { answer } from '../../../docker/container.ts';
import { combinations } from '../../../docker/combinations.ts';
import { add, edit } from '../../../docker/edit-project.ts';
import { generateProject, type Project } from '../../../docker/project.ts';
import { dockerfileArg } from '../../../docker/run-image.ts';

const combination = combinations.find(({ language }) => language === 'go')!;

/** Runs the go command of the build image in the project, as docs/languages/go.md says. */
async function go({ directory }: Project, ...args: string[]): Promise<void> {
  const user = ['--user', `${process.getuid!()}:${process.getgid!()}`];
  const variables = ['--env', 'HOME=/tmp', '--env', 'GOPATH=/tmp/go'];
  const mount = ['--volume', `${directory}:/src`, '--workdir', '/src'];
  const image = (await dockerfileArg(directory, 'BUILD_IMAGE'))!;
  await docker('run', '--rm', ...user, ...variables, ...mount, image, 'go', ...args);
}

/** A module in a directory of the project, and a handler that uses it. */
async function useOwnModule(project: Project): Promise<void> {
  await add(project, 'money/go.mod', 'module example.com/money\n\ngo 1.26\n');
  await add(project, 'money/money.go', 'package money\n\nconst Currency = "EUR"\n');
  const file = 'internal/hello/hello.go';
  await edit(project, file, 'import (', 'import (\n\t"example.com/money"');
  await edit(project, file, '"Hello, "', 'money.Currency');
}

describe.concurrent('modules', () => {
  test('a project with vendor/ is built without a network', async ({ expect }) => {
    await using project = await generateProject({ ...combination, name: 'hello' });
    await go(project, 'mod', 'vendor');
    project.buildFlags.push('--network=none');
    expect(await answer(await project.build('local'), { name: 'Ada' })).toEqual({
      message: 'Hello, Ada!',
    });
  });

  test('a workspace with a module of your own', async ({ expect }) => {
    await using project = await generateProject({ ...combination, name: 'hello' });
    await useOwnModule(project);
    await go(project, 'work', 'init', '.', './money');
    expect(await answer(await project.build('local'), { name: 'Ada' })).toEqual({
      message: 'EURAda!',
    });
  });
});
