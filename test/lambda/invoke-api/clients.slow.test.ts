import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { expect, test } from 'vitest';

import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { findTool } from '../../machine/find-tool.ts';
import { exampleHandlers } from './example-handlers.ts';
import { startTestApi } from './start-test-api.ts';

const clients = fileURLToPath(new URL('./clients', import.meta.url));

/** What the client prints with the variables that `lambda-container dev` prints. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  await using api = await startTestApi(exampleHandlers);
  const { stdout } = await execa(command, args, {
    cwd,
    env: {
      AWS_ENDPOINT_URL_LAMBDA: `http://localhost:${api.port}`,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'dev',
      AWS_SECRET_ACCESS_KEY: 'dev',
      AWS_CONFIG_FILE: path.join(clients, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(clients, 'none'),
    },
  });
  return stdout;
}

const log = 'START\nhello\nEND\nREPORT\n';
const failure = { ErrorCode: 'Orders.NotFound', ErrorDetails: '{"errorType":"NotFound"}' };

/** The same of every SDK. */
const expected = {
  sync: {
    status: 200,
    error: null,
    version: '$LATEST',
    log,
    payload: expect.objectContaining({ event: { name: 'Ada' } }),
  },
  error: {
    status: 200,
    error: 'Unhandled',
    version: '$LATEST',
    log: '',
    payload: { errorType: 'NotFound' },
  },
  event: 202,
  dryRun: 204,
  streamed: ['first ', 'second', {}],
  'failed stream': ['first', failure],
  exception: expect.stringContaining(
    'Function not found: arn:aws:lambda:us-east-1:012345678912:function:none',
  ),
};

test('boto3', async () => {
  const python = path.join(await findTool('python-tools'), 'python3');
  const printed = await run(python, ['boto3_client.py'], clients);
  expect(JSON.parse(printed)).toStrictEqual(expected);
});

test('the AWS SDK for Go', async () => {
  const printed = await run('go', ['run', '-buildvcs=false', '.'], path.join(clients, 'go-sdk'));
  expect(JSON.parse(printed)).toStrictEqual(expected);
});

test('the AWS CLI', async () => {
  using output = temporaryDirectory();
  const aws = path.join(await findTool('python-tools'), 'aws');
  const file = path.join(output.path, 'response.json');
  const args = ['lambda', 'invoke', '--function-name', 'echo', '--payload', '{"name":"Ada"}'];
  const printed = await run(aws, [...args, '--log-type', 'Tail', file], clients);
  expect(JSON.parse(printed)).toStrictEqual({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    LogResult: Buffer.from(log).toString('base64'),
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ event: { name: 'Ada' } });
});
