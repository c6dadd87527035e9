import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, test } from 'vitest';

import { combinations } from '../docker/combinations.ts';
import { dockerResult } from '../docker/docker-result.ts';
import { generateProject, type Project } from '../docker/project.ts';
import { findTool } from '../machine/find-tool.ts';

const hadolint = await findTool('hadolint');

describe.concurrent.each(combinations)('$language $version on $base', (combination) => {
  let project: Project;

  beforeAll(async () => {
    project = await generateProject(combination);
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
  });

  test('hadolint finds nothing in the Dockerfile', async () => {
    await execa(hadolint, ['Dockerfile'], { cwd: project.directory });
  });

  test('docker build --check finds nothing in the Dockerfile', async ({ expect }) => {
    const result = await dockerResult('build', '--check', ...project.buildFlags, project.directory);
    expect(result.stdout + result.stderr).toContain('no warnings found');
    expect(result.exitCode).toBe(0);
  });

  test('shellcheck finds nothing in the scripts', async () => {
    const { stdout } = await execa('git', ['ls-files', '--others'], {
      cwd: await gitRepository(project.directory),
    });
    const scripts = [];
    for (const file of stdout.split('\n')) {
      const contents = await readFile(path.join(project.directory, file), 'utf8');
      if (contents.startsWith('#!/bin/sh')) {
        scripts.push(file);
      }
    }
    await execa('shellcheck', ['--shell', 'sh', ...scripts], { cwd: project.directory });
  });
});

async function gitRepository(directory: string): Promise<string> {
  await execa('git', ['init', '--quiet'], { cwd: directory });
  return directory;
}
