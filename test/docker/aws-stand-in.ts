import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { docker } from '../../lambda/docker/docker.ts';
import { forget, watch } from '../../lambda/docker/reaper.ts';
import { sandbox } from './sandbox.ts';

/** A running stand-in for AWS, which a project's `make test` starts as well. */
export interface AwsStandIn extends AsyncDisposable {
  /** Its container. Port 8080 of it is published, for a function in the same network. */
  readonly container: string;
  /** For `docker run` of such a function. */
  readonly flags: readonly string[];
}

/** Starts the stand-in for a function in an image with Perl; undefined if the function calls nothing of AWS. */
export async function startAwsStandIn(
  image: string,
  directory: string,
  fn: string,
): Promise<AwsStandIn | undefined> {
  const responses = await textOf(path.join(directory, 'events', fn, 'aws_responses.txt'));
  if (responses === undefined) return undefined;
  const program = await textOf(path.join(directory, '.lambda-container/aws_stand_in.pl'));
  const container = `lambda-container-test-${randomUUID()}`;
  watch(container);
  const flags = ['--detach', '--name', container, '--publish', '127.0.0.1::8080', ...sandbox];
  const command = ['--entrypoint', 'perl', image, '-e', program!, '4566', responses];
  await docker('run', ...flags, ...command);
  const variables = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'http://127.0.0.1:4566',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
  };
  const assignments = [
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...(responses.match(/^[A-Z_][A-Z0-9_]*=.*$/gm) ?? []),
  ];
  return {
    container,
    flags: [
      '--network',
      `container:${container}`,
      ...assignments.flatMap((each) => ['--env', each]),
    ],
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', container);
      forget(container);
    },
  };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
