import { execa } from 'execa';
import { expect, test } from 'vitest';

import { generateProject } from '../docker/project.ts';

test('the build refuses a RUN_IMAGE of another Debian release than BUILD_IMAGE', async () => {
  await using project = await generateProject({
    language: 'erlang',
    version: '29',
    base: 'debian',
  });
  const runsOn = project.buildFlags.join(' ').includes('trixie') ? 'forky' : 'trixie';
  const result = await execa(
    'docker',
    ['build', '--build-arg', `RUN_IMAGE=debian:${runsOn}-slim`, '--progress=plain', '.'],
    { cwd: project.directory, reject: false },
  );

  expect(result.exitCode).not.toBe(0);
  expect(result.stderr).toMatch(/BUILD_IMAGE is Debian \w+, RUN_IMAGE is Debian \w+/);
  expect(result.stderr).toMatch(/build with --build-arg RUN_IMAGE=debian:\w+-slim/);
});
