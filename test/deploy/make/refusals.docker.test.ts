import { symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isFullMatrix } from '../../docker/combinations.ts';
import { edit } from '../../docker/edit-project.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { cdk } from './cdk.ts';
import { deployedProject, type DeployedProject, type MakeOptions } from './deployed-project.ts';
import { sam } from './sam.ts';
import { terraform } from './terraform.ts';

const tools = [
  { tool: terraform, command: 'terraform', where: 'https://developer.hashicorp.com/terraform/' },
  { tool: sam, command: 'sam', where: 'https://docs.aws.amazon.com/serverless-application-model/' },
  { tool: cdk, command: 'npx', where: 'https://nodejs.org/' },
];

// What they share is one script: here, one shows what it refuses.
describe.each(isFullMatrix ? tools : tools.slice(0, 1))(
  'make deploy with $tool.id is refused',
  ({ tool, command, where }) => {
    let deployed: DeployedProject;

    beforeAll(async () => {
      deployed = await deployedProject(tool);
    });

    afterAll(async () => {
      await deployed?.[Symbol.asyncDispose]();
    });

    /** Deploys, and expects that it is refused before anything is changed. Gives the output. */
    async function expectRefusal(message: string, options?: MakeOptions): Promise<string> {
      const { exitCode, output, calls } = await deployed.make('deploy', options);
      expect(output).toContain(`deploy.sh: ${message}`);
      expect(exitCode).toBe(2);
      const reading = new Set(['sts GetCallerIdentity', 'ssm GetParameter']);
      expect(calls.filter((call) => !reading.has(call))).toEqual([]);
      return output;
    }

    /** A directory with nothing but these commands. */
    async function directoryWith(...names: string[]) {
      const commands = temporaryDirectory();
      const { PATH } = deployed.env;
      for (const name of names) {
        const { stdout } = await execa('sh', ['-c', `command -v ${name}`], { env: { PATH } });
        symlinkSync(stdout, path.join(commands.path, name));
      }
      return commands;
    }

    test('without the AWS CLI, and without the tool', async () => {
      const needed = ['make', 'mktemp', 'rm', 'sh'];
      using without = await directoryWith(...needed);
      await expectRefusal('aws is not installed: https://docs.aws.amazon.com/cli/', {
        env: { PATH: without.path },
      });
      using withAws = await directoryWith(...needed, 'aws');
      await expectRefusal(`${command} is not installed: ${where}`, { env: { PATH: withAws.path } });
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

    test.runIf(tool === cdk)('where cdk bootstrap was not run', async () => {
      await expectRefusal(
        'the CDK needs a bucket and a repository of its own in account 123456789012 and eu-central-1',
      );
    });

    test('with an image that Lambda would refuse, if lambda-container is installed', async () => {
      const { commands, env, project } = deployed;
      const begin = 'export const handler';
      await edit(project, 'app.js', begin, `throw new Error('no database');\n${begin}`);
      const message = 'not done: Check the image. Nothing in AWS has been changed.';
      const PATH = `${commands}:${env['PATH']}`;
      expect(await expectRefusal(message, { env: { PATH } })).toContain('no database');
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
        // Nothing runs while it is built, so it needs no emulator.
        { variables: [`PLATFORM=linux/${other}`, 'EMULATOR='] },
      );
    });
  },
);
