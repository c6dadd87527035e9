import { execa } from 'execa';
import { expect, test } from 'vitest';

import { buildDirectory } from '../docker/build-directory.ts';
import { combinations } from '../docker/combinations.ts';
import { generateProject } from '../docker/project.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const bash = combinations.find(({ language }) => language === 'bash')!;

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
