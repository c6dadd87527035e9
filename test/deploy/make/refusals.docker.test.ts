import { symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { edit } from '../../docker/edit-project.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { deployedProject, type DeployedProject, type MakeOptions } from './deployed-project.ts';

let deployed: DeployedProject;

beforeAll(async () => {
  deployed = await deployedProject('terraform');
});

afterAll(async () => {
  await deployed?.[Symbol.asyncDispose]();
});

/** Deploys, and expects that it is refused before anything is changed. */
async function expectRefusal(message: string, options?: MakeOptions): Promise<void> {
  const { exitCode, output, calls } = await deployed.make('deploy', options);
  expect(output).toContain(`deploy.sh: ${message}`);
  expect(exitCode).toBe(2);
  expect(calls.filter((call) => call !== 'sts GetCallerIdentity')).toEqual([]);
}

test('without the AWS CLI', async () => {
  using commands = temporaryDirectory();
  for (const name of ['make', 'mktemp', 'rm', 'sh']) {
    const { stdout } = await execa('sh', ['-c', `command -v ${name}`]);
    symlinkSync(stdout, path.join(commands.path, name));
  }
  await expectRefusal('aws is not installed: https://docs.aws.amazon.com/cli/', {
    env: { PATH: commands.path },
  });
});

test('without a Region', async () => {
  await expectRefusal('there is no AWS Region: set AWS_REGION', { env: { AWS_REGION: '' } });
});

test('without credentials', async () => {
  await expectRefusal('there are no AWS credentials: sign in with aws sso login', {
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
  });
});

test.each([
  ['ExpiredToken', 'the AWS credentials have expired: sign in again'],
  ['InvalidClientTokenId', 'AWS does not accept the credentials: check AWS_PROFILE'],
  [
    'AccessDenied',
    'expected aws sts get-caller-identity to say whose the credentials are, but it says: ',
  ],
])('with credentials that AWS refuses: %s', async (code, message) => {
  deployed.account.refusal = code;
  await expectRefusal(message);
  deployed.account.refusal = undefined;
});

test('with base images that are not committed', async () => {
  const { directory } = deployed.project;
  async function git(...args: string[]): Promise<void> {
    await execa('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: directory,
    });
  }
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Begin');
  await edit(deployed.project, 'Dockerfile', 'ARG BUILD_IMAGE=', 'ARG BUILD_IMAGE=docker.io/');
  await expectRefusal(
    'Dockerfile has other base images than the last commit (BUILD_IMAGE): commit',
  );
  await git('checkout', 'HEAD', 'Dockerfile');
});

test('with an image for another processor', async () => {
  // Without a base image, it can be built for any processor.
  const dockerfile = path.join(deployed.project.directory, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  const images = text.split('\n').filter((line) => line.startsWith('ARG '));
  await writeFile(
    dockerfile,
    [...images, 'FROM scratch AS function', 'COPY app.js /', ''].join('\n'),
  );
  const [own, other] = process.arch === 'arm64' ? ['arm64', 'amd64'] : ['amd64', 'arm64'];
  await expectRefusal(
    `the function is deployed for linux/${own}, and the image is for linux/${other}`,
    { variables: [`PLATFORM=linux/${other}`] },
  );
});
