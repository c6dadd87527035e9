import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { docker, DockerError } from '../../../lambda/docker/docker.ts';
import type { Sandbox, SandboxOptions } from '../../../lambda/sandbox/sandbox.ts';
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';

let image: TestImage;

beforeAll(async () => {
  image = await buildDirectory(fileURLToPath(new URL('./function', import.meta.url)));
});
afterAll(() => image[Symbol.asyncDispose]());

/** So long that a busy machine is no time-out. */
const patient = { timeoutMs: 120_000, memoryMb: 512, settleMs: 500 };

function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({ image: image.name, ...patient, ...options });
}

const exitError = { type: 'Runtime.ExitError' };

async function run(sandbox: Sandbox, event: object) {
  const { result, ...rest } = await sandbox.invoke(JSON.stringify(event));
  return { ...rest, error: result.error, body: JSON.parse(result.body.toString()) as unknown };
}

describe.concurrent('the function', () => {
  test('has the rights, the limits and the variables that it has on Lambda', async () => {
    await using sandbox = await start({ env: { GREETING: 'Hi', AWS_REGION: 'eu-west-1' } });
    const { body } = await run(sandbox, { do: 'describe' });
    expect(body).toMatchObject({
      user: [993, 990],
      capabilities: '0000000000000000',
      limits: ['1024', '1024'],
      args: ['usual'],
      env: {
        GREETING: 'Hi',
        AWS_REGION: 'eu-west-1',
        AWS_LAMBDA_RUNTIME_API: sandbox.runtimeApi.address,
        AWS_LAMBDA_FUNCTION_NAME: 'function',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/function',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(
          /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/,
        ),
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
        LAMBDA_TASK_ROOT: '/var/task',
        _HANDLER: '',
      },
    });
    expect(body).not.toHaveProperty('env.AWS_LAMBDA_MAX_CONCURRENCY');
  });

  test('gets its command in place of CMD', async () => {
    await using sandbox = await start({ command: ['app.handler'] });
    expect(await run(sandbox, { do: 'describe' })).toMatchObject({
      body: { args: ['app.handler'] },
    });
  });

  test('writes to /tmp and nowhere else', async () => {
    await using sandbox = await start();
    expect(await run(sandbox, { do: 'write', path: '/tmp/a' })).toMatchObject({ error: undefined });
    expect(await run(sandbox, { do: 'write', path: '/var/task/a' })).toMatchObject({
      body: { errorType: 'EROFS' },
    });
  });

  test('is ended by the kernel when it takes more memory than it has', async () => {
    await using sandbox = await start({ memoryMb: 128 });
    const { error, report } = await run(sandbox, { do: 'allocate', mb: 300 });
    expect(error?.payload.toString()).toContain('Runtime exited with error: signal: killed');
    expect(report).toMatchObject({ status: 'error', errorType: 'Runtime.ExitError' });
  });

  test('has memory and a share of the CPU as Lambda gives them', async () => {
    await using sandbox = await start({ memoryMb: 1769 / 4 });
    const { container } = sandbox;
    const limits = '{{.HostConfig.CpuPeriod}} {{.HostConfig.CpuQuota}} {{.HostConfig.Memory}}';
    expect(await docker('inspect', '--format', limits, container)).toBe(
      `20000 5000 ${Math.floor((1769 / 4) * 1024 * 1024)}`,
    );
  });
});

describe.concurrent('the log', () => {
  test('has what the function writes, and the lines of Lambda around it', async () => {
    const pieces: string[] = [];
    await using sandbox = await start({ onLog: (text) => pieces.push(text) });
    expect(sandbox.init).toMatchObject({ status: 'success', log: 'starting\n' });
    const { log, report } = await run(sandbox, { do: 'log', out: 'to out', err: 'to err' });
    expect(log.split('\n').toSorted()).toStrictEqual(['', 'to err', 'to out']);

    const lines = pieces.join('').split('\n');
    expect([lines[0], lines[1], ...lines.slice(2, 4).toSorted(), ...lines.slice(4)]).toStrictEqual([
      'starting',
      `START RequestId: ${report.requestId} Version: $LATEST`,
      'to err',
      'to out',
      `END RequestId: ${report.requestId}`,
      expect.stringMatching(
        /^REPORT RequestId: [-0-9a-f]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
      ),
      '',
    ]);
    expect((await run(sandbox, { do: 'count' })).report).not.toHaveProperty('initDurationMs');
  });

  test('tells the most memory that there was', async () => {
    await using sandbox = await start();
    const before = (await run(sandbox, { do: 'count' })).report.maxMemoryMb!;
    const after = (await run(sandbox, { do: 'allocate', mb: 200 })).report.maxMemoryMb!;
    expect(before).toBeGreaterThan(10);
    expect(after).toBeGreaterThan(200);
    expect(after).toBeLessThan(512);
  });
});

describe.concurrent('a runtime that ends', () => {
  test('fails the invocation, and is there again for the next', async () => {
    await using sandbox = await start();
    await run(sandbox, { do: 'count' });
    const { error } = await run(sandbox, { do: 'exit', status: 5 });
    expect(error?.payload.toString()).toContain('Runtime exited with error: exit status 5');
    expect(await run(sandbox, { do: 'count' })).toMatchObject({ body: 1, log: 'starting\n' });
  });

  test('with its time used up is killed, and is there again for the next', async () => {
    await using sandbox = await start({ timeoutMs: 3000 });
    const { error, report } = await run(sandbox, { do: 'sleep', ms: 3_600_000 });
    expect(error?.type).toBe('Sandbox.Timedout');
    expect(report).toMatchObject({ status: 'timeout' });
    const again = await sandbox.invoke('{"do":"count"}', { timeoutMs: 120_000 });
    expect(again.result.body.toString()).toBe('1');
  });

  test('in init is started again with each invocation, which it fails', async () => {
    await using sandbox = await start({ env: { START: 'exit' } });
    expect(sandbox.init).toMatchObject({ status: 'error', log: 'starting\n' });
    for (let times = 0; times < 2; times += 1) {
      const { body, log, report } = await run(sandbox, { do: 'count' });
      expect(body).toStrictEqual({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${report.requestId} Error: Runtime exited with error: exit status 3`,
      });
      expect(log).toBe('starting\n');
    }
  });

  test('with a report of why it cannot start fails the invocation with that', async () => {
    await using sandbox = await start({ env: { START: 'report' } });
    expect(sandbox.init).toMatchObject({
      status: 'error',
      error: { error: { type: 'Runtime.NoLuck' } },
    });
    expect(await run(sandbox, { do: 'count' })).toMatchObject({
      body: { errorType: 'Runtime.NoLuck', errorMessage: 'no luck' },
    });
  });

  test('after ten seconds of init has the time of the invocation for another', async () => {
    await using sandbox = await start({ env: { START: 'after 11000' } });
    expect(sandbox.init).toMatchObject({ status: 'timeout', log: 'starting\n' });
    expect(await run(sandbox, { do: 'count' })).toMatchObject({ body: 1, log: 'starting\n' });
    const short = await sandbox.invoke('{"do":"exit","status":1}');
    expect(short.result.error?.type).toBe('Runtime.ExitError');
    const { result } = await sandbox.invoke('{"do":"count"}', { timeoutMs: 2000 });
    expect(result.error?.payload.toString()).toContain('Task timed out after 2.00 seconds');
  });

  test('while it waits for an event does not keep the next one waiting', async () => {
    await using sandbox = await start();
    expect(await run(sandbox, { do: 'count' })).toMatchObject({ body: 1 });
    await vi.waitUntil(() => sandbox.runtimeApi.disconnect() > 0);
    expect(await run(sandbox, { do: 'count' })).toMatchObject({ body: 1 });
  });

  test('without a Runtime API, which is there for the next invocation', async () => {
    await using sandbox = await start({ apiDelayMs: 3_600_000 });
    expect(sandbox.init).toMatchObject({ status: 'error', error: { error: exitError } });
    expect(await run(sandbox, { do: 'count' })).toMatchObject({ body: 1 });
  });

  test('before it began is an invalid entry point', async () => {
    await using sandbox = await startSandbox({
      image: 'debian:trixie-slim',
      command: ['/nothing'],
    });
    expect(sandbox.init.ending?.refusal).toContain('/nothing');
    expect(sandbox.init.log).toBe('');
    expect(await run(sandbox, {})).toMatchObject({
      body: { errorType: 'Runtime.InvalidEntrypoint' },
    });
  });
});

describe.concurrent('an environment', () => {
  test('that is frozen stands still, and goes on when it is thawed', async () => {
    await using sandbox = await start();
    await sandbox.freeze();
    const answer = run(sandbox, { do: 'clock' });
    const thawedAt = await new Promise<number>((resolve) => {
      setTimeout(() => resolve(Date.now()), 1000);
    });
    await sandbox.thaw();
    expect((await answer).body).toBeGreaterThanOrEqual(thawedAt);
  });

  test('that is not needed any more is killed', async () => {
    await using sandbox = await start();
    expect(await sandbox.stop()).toStrictEqual({ exitStatus: 137, log: '' });
  });

  test('with an extension gets SIGTERM first, even frozen', async () => {
    await using sandbox = await start({ extension: true });
    await sandbox.freeze();
    expect(await sandbox.stop()).toStrictEqual({ exitStatus: 7, log: 'terminating\n' });
  });

  test('leaves nothing behind', async () => {
    const sandbox = await start();
    const { container } = sandbox;
    await sandbox.freeze();
    await sandbox[Symbol.asyncDispose]();
    expect(await docker('ps', '--all', '--quiet', '--filter', `name=${container}`)).toBe('');
  });

  test('that was taken away tells that the runtime was killed', async () => {
    await using sandbox = await start();
    const answer = run(sandbox, { do: 'sleep', ms: 3_600_000 });
    await docker('rm', '--force', sandbox.container);
    expect((await answer).error?.payload.toString()).toContain('signal: killed');
  });

  test('without an image is an error of Docker, and leaves nothing open', async () => {
    await expect(start({ image: 'lambda-container.invalid/none' })).rejects.toThrow(DockerError);
  });
});
