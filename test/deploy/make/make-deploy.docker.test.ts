import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isFullMatrix } from '../../docker/combinations.ts';
import { edit } from '../../docker/edit-project.ts';
import { cdk } from './cdk.ts';
import type { Account } from './start-account.ts';
import { deployedProject, type DeployedProject, type MakeResult } from './deployed-project.ts';
import { sam } from './sam.ts';
import { terraform } from './terraform.ts';
import { invoke } from './tool.ts';

/** Calls that change something. The others get, list, describe, or are part of logging in. */
const changing =
  / (?:Create|Put|Update|Publish|Delete|Set|Tag|Add|Remove|Execute|Enable|Invoke|PUT|POST|PATCH|DELETE)/;

const indexes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];
const manifests = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];

interface PushedImage {
  readonly repositoryName: string;
  readonly imageDigest: string;
}

/** The ImageUri and the handler of each function, as Lambda has them. */
async function functionsOf({ account }: DeployedProject): Promise<Record<string, unknown>> {
  const { Functions } = (await account.call('lambda', 'GET', '/2015-03-31/functions')) as {
    Functions: { FunctionName: string }[];
  };
  const found: Record<string, unknown> = {};
  for (const { FunctionName } of Functions) {
    const url = `/2015-03-31/functions/${FunctionName}?Qualifier=live`;
    const { Code, Configuration } = (await account.call('lambda', 'GET', url)) as {
      Code: { ImageUri: string };
      Configuration: { ImageConfigResponse: { ImageConfig: { Command: string[] } } };
    };
    const { Command } = Configuration.ImageConfigResponse.ImageConfig;
    found[FunctionName] = [await digestOf(account, Code.ImageUri), ...Command];
  }
  return found;
}

/** The digest of the manifest that an ImageUri names, by tag or by digest. */
async function digestOf(account: Account, uri: string): Promise<string | null> {
  // The CDK itself writes the address that ECR has.
  const [, repository = '', reference = ''] = /^[^/]+\/([^:@]+)[:@](.+)$/.exec(uri)!;
  const { headers } = await fetchManifest(account, repository, reference);
  return headers.get('docker-content-digest');
}

/** The manifest that the registry has for a tag or a digest: if there is an index, that. */
async function fetchManifest(
  { registry }: Account,
  repository: string,
  reference: string,
): Promise<Response> {
  const authorization = `Basic ${Buffer.from('AWS:of-the-registry').toString('base64')}`;
  return fetch(`http://${registry}/v2/${repository}/manifests/${reference}`, {
    headers: { authorization, accept: [...indexes, ...manifests].join(', ') },
  });
}

/** All images in ECR. */
async function imagesOf({ account }: DeployedProject): Promise<PushedImage[]> {
  const target = 'AmazonEC2ContainerRegistry_V20150921';
  const { repositories } = (await account.call('ecr', 'POST', '/', {
    target: `${target}.DescribeRepositories`,
  })) as { repositories: { repositoryName: string }[] };
  const lists = repositories.map(async ({ repositoryName }) => {
    const found = await account.call('ecr', 'POST', '/', {
      target: `${target}.ListImages`,
      repositoryName,
    });
    const { imageIds } = found as { imageIds: { imageDigest: string }[] };
    return imageIds.map(({ imageDigest }) => ({ repositoryName, imageDigest }));
  });
  return (await Promise.all(lists)).flat();
}

/** The digest under which the engine has pushed what it built. */
async function pushedDigest({ project, account }: DeployedProject): Promise<string[]> {
  const image = `orders-${project.id}:function`;
  const format = '{{range .RepoDigests}}{{println .}}{{end}}';
  const { stdout } = await execa('docker', ['image', 'inspect', '--format', format, image]);
  const ours = stdout.split('\n').filter((each) => each.startsWith(account.registry));
  return [...new Set(ours.map((each) => each.split('@')[1]!))];
}

// The files of each tool have tests of their own: here, one shows what the steps do.
describe.each(isFullMatrix ? [terraform, sam, cdk] : [terraform])(
  'make deploy with $id',
  (tool) => {
    const { prepare, steps, repeats, compare, leaves } = tool;
    let deployed: DeployedProject;
    let first: MakeResult;

    beforeAll(async () => {
      deployed = await deployedProject(tool);
      await prepare(deployed);
      const { commands, env } = deployed;
      first = await deployed.make('deploy', { env: { PATH: `${commands}:${env['PATH']}` } });
    });

    afterAll(async () => {
      await deployed?.[Symbol.asyncDispose]();
    });

    test('pushes, deploys and invokes each function, in this order', () => {
      const { exitCode, output, calls } = first;
      expect(exitCode, output).toBe(0);
      // SAM makes a bucket by a change set before.
      const last = steps.map((step) => calls.lastIndexOf(step));
      expect(last, calls.join('\n')).not.toContain(-1);
      expect(last).toEqual(last.toSorted((a, b) => a - b));
      expect(output).toContain('orders: {"message":"Hello, Ada!"}');
      expect(output).toMatch(/orders-refunds: \{"statusCode":200,/);
      // Of the outputs.
      expect(output).toMatch(
        / ["]?arn:aws:lambda:eu-central-1:123456789012:function:orders-refunds:live/,
      );
    });

    test('each function has the image that was pushed, and its own handler', async () => {
      const [digest, ...others] = await pushedDigest(deployed);
      expect(others).toEqual([]);
      expect(await functionsOf(deployed)).toEqual({
        orders: [digest, 'app.handler'],
        'orders-refunds': [digest, 'refunds.handler'],
      });
    });

    test('what was pushed is the target function: one manifest, without attestations', async () => {
      const { project, account } = deployed;
      const [pushed, ...others] = await imagesOf(deployed);
      expect(others).toEqual([]);
      const { repositoryName, imageDigest } = pushed!;
      const response = await fetchManifest(account, repositoryName, imageDigest);
      expect(manifests).toContain(response.headers.get('content-type'));
      const { config } = (await response.json()) as { config: { digest: string } };
      const format = ['--format', '{{.Id}}', `orders-${project.id}:function`];
      const { stdout: id } = await execa('docker', ['image', 'inspect', ...format]);
      // Depending on the image store of the engine, its id of an image is one or the other.
      expect([config.digest, imageDigest]).toContain(id);
    });

    test.runIf(compare)('the tool itself finds no difference', async () => {
      const { project, env } = deployed;
      const { directory, command } = compare!;
      const [name, ...args] = command;
      const cwd = path.join(project.directory, directory);
      const { exitCode, all } = await execa(name, args, { cwd, env, all: true, reject: false });
      expect(exitCode, all).toBe(0);
    });

    test('without a change it transfers no layer and changes nothing', async () => {
      const { exitCode, output, calls } = await deployed.make('deploy');
      expect(exitCode, output).toBe(0);
      const changes = calls.filter((call) => changing.test(call) && !repeats.includes(call));
      expect(changes).toEqual([invoke, invoke]);
    });

    test('a change is deployed, and an error of the function is reported', async () => {
      const before = await pushedDigest(deployed);
      await edit(
        deployed.project,
        'app.js',
        'return { message',
        "throw new Error('out of stock');\n  return { message",
      );
      const { exitCode, output } = await deployed.make('deploy');
      const after = await pushedDigest(deployed);
      expect(after).not.toEqual(before);
      expect(output).toContain('orders returned an error for events/orders/hello.json:');
      expect(output).toContain('out of stock');
      expect(exitCode).toBe(2);
      expect(await functionsOf(deployed)).toMatchObject({ orders: [after[0], 'app.handler'] });
    });

    test('make destroy asks, and removes everything', async () => {
      const refused = await deployed.make('destroy');
      expect(refused.output).toContain('make destroy asks before it removes orders');
      expect(refused.calls.filter((call) => changing.test(call))).toEqual([]);
      const { exitCode, output } = await deployed.make('destroy', { variables: ['CONFIRM=yes'] });
      expect(exitCode, output).toBe(0);
      expect(await functionsOf(deployed)).toEqual({});
      expect(await imagesOf(deployed)).toHaveLength(leaves);
    });
  },
);
