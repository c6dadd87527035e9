import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { packageRoot } from '../../scaffold/package-root.ts';
import { docker } from '../../lambda/docker/docker.ts';
import { generateProject } from '../docker/project.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

const combination = { language: 'nodejs', version: '24', base: 'scratch' };

test('make check checks the image that goes to Lambda', async () => {
  await using project = await generateProject(combination);
  using installed = temporaryDirectory();
  const script = `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`;
  writeFileSync(path.join(installed.path, 'lambda-container'), script, { mode: 0o755 });
  const image = `make-check-${project.id}`;
  try {
    const { stdout } = await execa(
      'make',
      // Tests may run under make themselves, which a make below then tells of.
      [
        '--no-print-directory',
        'check',
        `IMAGE=${image}`,
        'MEMORY=512',
        `BUILD_FLAGS=${project.buildFlags.join(' ')}`,
      ],
      {
        cwd: project.directory,
        env: { PATH: `${installed.path}:${process.env['PATH']}` },
      },
    );
    expect(stdout).toMatch(/check --arch (amd64|arm64) --memory 512 make-check-\w+:function\n/);
    // Only that the handler expects another event than {}; not that RIE is in the image.
    expect(stdout).toMatch(/\nRemarks\n\n {2}run-error\n/);
    expect(stdout).toMatch(/\n1 remark\.$/);
  } finally {
    await docker('image', 'rm', '--force', `${image}:function`);
  }
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
