import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { docker } from '../../lambda/docker/docker.ts';
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

test('a library in /lib, where the base has a symbolic link, comes along', async () => {
  await using project = await generateProject({
    language: 'erlang',
    version: '29',
    base: 'debian',
  });
  const dockerfile = path.join(project.directory, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  // A binary of the user's own, with a library that nothing else in the image needs.
  const binary = [
    'RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && \\',
    `    printf 'int here(void) { return 42; }\\n' > own.c && \\`,
    '    gcc -shared -o /lib/libown.so own.c && \\',
    `    printf 'int here(void); int main(void) { return here() != 42; }\\n' > use.c && \\`,
    '    mkdir -p /rootfs/usr/bin && gcc -o /rootfs/usr/bin/use use.c -lown && ldconfig',
  ].join('\n');
  await writeFile(dockerfile, text.replace('\n# test:', `\n${binary}\n\n# test:`));
  const image = await project.build('function');
  expect(await docker('run', '--rm', '--entrypoint', '/usr/bin/use', image)).toBe('');
});
