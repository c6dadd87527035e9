import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { execa, ExecaError } from 'execa';
import { expect, test } from 'vitest';

import { packageRoot } from '../../scaffold/package-root.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { edit } from '../docker/edit-project.ts';
import { makeTest } from '../docker/make-test.ts';
import { generateProject, type Project } from '../docker/project.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

const combination = { language: 'nodejs', version: '24', base: 'scratch' };

/** Runs `make check`, and gives what it prints, whether it fails or not. */
async function makeCheck(project: Project, ...args: readonly string[]): Promise<string> {
  using installed = temporaryDirectory();
  const script = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  writeFileSync(path.join(installed.path, 'lambda-container'), script, { mode: 0o755 });
  const image = `make-check-${project.id}`;
  const flags = `BUILD_FLAGS=${project.buildFlags.join(' ')}`;
  try {
    const { stdout } = await execa(
      'make',
      // Tests may run under make themselves, which a make below then tells of.
      ['--no-print-directory', 'check', `IMAGE=${image}`, flags, ...args],
      {
        cwd: project.directory,
        env: { PATH: `${installed.path}:${process.env['PATH']}` },
      },
    );
    return stdout;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    return String(error.stdout);
  } finally {
    await docker('image', 'rm', '--force', `${image}:function`);
  }
}

test('make check checks the image that goes to Lambda, with a sample event of the project', async () => {
  await using project = await generateProject(combination);
  const stdout = await makeCheck(project, 'MEMORY=512');
  const event = `events/${project.name}/hello.json`;
  expect(stdout).toMatch(
    new RegExp(
      `check --arch (amd64|arm64) --memory 512 --handler app.handler \\\\\n\\s+--event ${event} +make-check-\\w+:function\n`,
    ),
  );
  // Neither RIE is in the image, nor does the handler expect another event.
  expect(stdout).toMatch(/\nNothing found\.$/);
});

test('ENV_FILE gives variables to the function of make test and make check', async () => {
  await using project = await generateProject(combination);
  const { directory, name, id, buildFlags } = project;
  // As many functions do: it does not start without its configuration.
  await edit(
    project,
    'app.js',
    'export ',
    'if (process.env.TABLE === undefined) throw new Error();\n\nexport ',
  );
  await edit(project, 'package.json', '"node --test"', '"TABLE=t node --test"');
  expect(await makeCheck(project)).toMatch(/\nErrors\n\n {2}run-init\n/);
  writeFileSync(path.join(directory, '.env'), '# DynamoDB\nTABLE="orders"\n');
  expect(await makeCheck(project, 'ENV_FILE=.env')).toMatch(/\nNothing found\.$/);
  const stdout = await makeTest(directory, `${name}_${id}`, buildFlags, 'ENV_FILE=.env');
  expect(stdout).toContain(`ok      events/${name}/hello.json`);
});

test('make says what is missing where the engine builds without BuildKit', async () => {
  await using project = await generateProject(combination);
  const { exitCode, stderr } = await execa('make', ['build'], {
    cwd: project.directory,
    env: { DOCKER_BUILDKIT: '0' },
    reject: false,
  });
  expect(stderr).toContain(
    'The Dockerfile needs BuildKit or Podman, and `docker build` has neither.',
  );
  expect(exitCode).toBe(2);
});

test('make check fails where nothing can be checked, and says what is missing', async () => {
  await using project = await generateProject(combination);
  using empty = temporaryDirectory();
  const { stdout: make } = await execa('sh', ['-c', 'command -v make']);
  const { exitCode, stderr } = await execa(make, ['check'], {
    cwd: project.directory,
    env: { PATH: empty.path },
    reject: false,
  });
  expect(stderr).toContain(
    'lambda-container is not installed: npm install --global generator-lambda-container',
  );
  expect(exitCode).toBe(2);
});
