import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findTool } from '../../machine/find-tool.ts';
import { deployedProject, type DeployedProject } from './deployed-project.ts';

const group = '/aws/lambda/orders-refunds';
const stream = '2026/11/27/[1]0123456789abcdef';

let deployed: DeployedProject;

beforeAll(async () => {
  deployed = await deployedProject({ id: 'sam', awsCli: 2 });
});

afterAll(async () => {
  await deployed?.[Symbol.asyncDispose]();
});

async function logs(...args: string[]): Promise<void> {
  await execa('aws', ['logs', ...args], { env: deployed.env });
}

test('make logs follows the log of a function', async () => {
  await logs('create-log-group', '--log-group-name', group);
  const inGroup = ['--log-group-name', group, '--log-stream-name', stream];
  await logs('create-log-stream', ...inGroup);
  const event = `timestamp=${Date.now()},message=refunded`;
  await logs('put-log-events', ...inGroup, '--log-events', event);

  const following = execa('make', ['logs', 'FUNCTION=refunds'], {
    cwd: deployed.project.directory,
    env: deployed.env,
    all: true,
    reject: false,
    // A group of processes, as those of a terminal, which Ctrl-C ends.
    detached: true,
  });
  let output = '';
  for await (const line of following.iterable({ from: 'all' })) {
    output += `${line}\n`;
    if (line.includes('refunded')) {
      process.kill(-following.pid!, 'SIGINT');
      break;
    }
  }
  expect(output).toContain(`${stream} refunded`);
  await following;
});

test('with version 1 of the AWS CLI, make logs says that it needs version 2', async () => {
  const PATH = `${await findTool('python-tools')}:${process.env['PATH']}`;
  const { exitCode, output } = await deployed.make('logs', { env: { PATH } });
  expect(output).toContain('expected version 2 of the AWS CLI, which can follow a log');
  expect(exitCode).toBe(2);
});
