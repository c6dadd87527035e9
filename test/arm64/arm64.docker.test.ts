import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { buildDirectory } from '../docker/build-directory.ts';
import { combinations } from '../docker/combinations.ts';
import { answer } from '../docker/container.ts';
import { generateProject } from '../docker/project.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { arm64Images } from './arm64-images.ts';
import { expectItWorks, timeout } from './expect-it-works.ts';

const bash = combinations.find(({ language }) => language === 'bash')!;

// Whole projects are built for arm64 in arm64.full.docker.test.ts.
test('the runtime in bash is invoked and checked for arm64', { timeout }, async () => {
  await arm64Images('arm64v8/debian:trixie-slim', 'public.ecr.aws/lambda/provided:al2023-arm64');
  await using project = await generateProject({ ...bash, architecture: 'arm64' });
  await cp(path.join(import.meta.dirname, 'function'), project.directory, { recursive: true });
  await rm(path.join(project.directory, '.dockerignore'));
  await using image = await buildDirectory(project.directory, undefined, 'linux/arm64');
  await expectItWorks(image.name, 'aarch64');
  // Through RIE, which is emulated, too.
  expect(await answer(image.name, {})).toBe('aarch64');
});

test('make says what to install where there is no emulator', async () => {
  await using project = await generateProject(bash);
  const { exitCode, stderr } = await execa('make', ['build', 'PLATFORM=linux/sparc64'], {
    cwd: project.directory,
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('This machine has no emulator for linux/sparc64. ');
});

test('invoke says what to install where there is no emulator', async () => {
  // No emulator takes a file that is for no processor at all.
  using directory = temporaryDirectory({
    Dockerfile: 'FROM scratch\nCOPY --chmod=755 main /main\nENTRYPOINT ["/main"]\n',
    main: '\x7fELF',
  });
  await using image = await buildDirectory(directory.path, undefined, 'linux/s390x');
  const { exitCode, stderr } = await runCli(directory.path, ['invoke', image.name]);
  expect(exitCode).toBe(4);
  expect(stderr).toContain(`The image ${image.name} is for s390x, and this machine cannot run it`);
  expect(stderr).toContain('binfmt --install s390x');
});
