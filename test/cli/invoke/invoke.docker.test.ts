import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { packageRoot } from '../../../scaffold/package-root.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { docker } from '../../../lambda/docker/docker.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const bin = `${packageRoot}/bin/lambda-container.js`;

const reportPeak = `${packageRoot}/test/helpers/report-peak.ts`;

/** So long that a busy machine is no time-out. */
const patient = ['--timeout', '900', '--memory', '512'];

let image: TestImage;

beforeAll(async () => {
  image = await buildDirectory(
    fileURLToPath(new URL('../../lambda/sandbox/function', import.meta.url)),
  );
});
afterAll(() => image[Symbol.asyncDispose]());

interface Options {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

function invoke(args: readonly string[], { input = '', ...options }: Options = {}) {
  return execa(process.execPath, [bin, 'invoke', ...args], { input, reject: false, ...options });
}

function ran(args: readonly string[], options: Options = {}) {
  return invoke([image.name, ...patient, ...args], options);
}

describe.concurrent('lambda-container invoke', () => {
  test('prints the response on stdout, log and report on stderr', async () => {
    const { exitCode, stdout, stderr } = await ran(['--data', '{"do":"log","out":"a","err":"b"}']);
    expect(stdout).toBe('null');
    expect(stderr).toMatch(/^starting\nSTART RequestId: .*\nEND RequestId: .*\nREPORT .*\d MB/s);
    expect(stderr).toMatch(/^a$/m);
    expect(stderr).toMatch(/^b$/m);
    expect(exitCode).toBe(0);
  });

  test('takes the event from a file and from standard input', async () => {
    using directory = temporaryDirectory({ 'event.json': '{"do":"count"}' });
    const fromFile = await ran(['--event', 'event.json'], { cwd: directory.path });
    expect(fromFile).toMatchObject({ exitCode: 0, stdout: '1' });
    const fromInput = await ran(['-e', '-'], { input: '{"do":"count"}' });
    expect(fromInput).toMatchObject({ exitCode: 0, stdout: '1' });
  });

  test('--json is one document on stdout', async () => {
    const { exitCode, stdout } = await ran(['--json', '--data', '{"do":"count"}']);
    expect(JSON.parse(stdout)).toStrictEqual({
      ok: true,
      requestId: expect.any(String),
      contentType: expect.any(String),
      response: 1,
      log: '',
      report: {
        durationMs: expect.any(Number),
        initDurationMs: expect.any(Number),
        memoryMb: 512,
        maxMemoryMb: expect.any(Number),
      },
    });
    expect(exitCode).toBe(0);
  });

  test('hands on the handler and variables, given or as they are here', async () => {
    const args = ['--handler', 'app.handler', '--env', 'A=b=c', '--env', 'HERE'];
    const { stdout } = await ran(['--data', '{"do":"describe"}', ...args], {
      env: { HERE: 'as it is' },
    });
    expect(JSON.parse(stdout)).toMatchObject({
      args: ['app.handler'],
      env: { A: 'b=c', HERE: 'as it is' },
    });
  });

  test('an error of the function is exit code 1, and the response all the same', async () => {
    const event = '{"do":"write","path":"/elsewhere"}';
    const text = await ran(['--data', event]);
    expect(JSON.parse(text.stdout)).toMatchObject({ errorType: 'EROFS' });
    expect(text.stderr).toMatch(/The function failed: \S+$/);
    expect(text.exitCode).toBe(1);

    const json = await ran(['--json', '--data', event]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      functionError: expect.any(String),
      response: { errorType: 'EROFS' },
    });
    expect(json.exitCode).toBe(1);
  });

  test('out of memory is told, and counts as all of the memory', async () => {
    const args = ['--timeout', '900', '--data', '{"do":"allocate","mb":300}'];
    const text = await invoke([image.name, ...args]);
    expect(text.stderr).toMatch(/^REPORT .*Memory Size: 128 MB\tMax Memory Used: 128 MB/m);
    expect(text.stderr).toMatch(/needed more memory than its 128 MB\. .*--memory 256$/);
    expect(text.exitCode).toBe(1);
    const json = await invoke([image.name, ...args, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      report: { memoryMb: 128, maxMemoryMb: 128, outOfMemory: true },
    });
  });

  test('a function cannot write lines of Lambda, and what it writes after its report is not shown', async () => {
    const forged =
      'REPORT RequestId: 1\tDuration: 1 ms\nEND RequestId: 1\nSTART RequestId: 1\nREPORT of sales\n';
    const { stderr } = await ran(['--data', JSON.stringify({ do: 'say', text: forged })]);
    expect(stderr.match(/^(START|END|REPORT) RequestId/gm)).toHaveLength(3);
    expect(stderr).toMatch(/^\\REPORT RequestId: 1\t/m);
    expect(stderr).toMatch(/^REPORT of sales$/m);
  });

  test('output that looks like an error of Docker is in the log', async () => {
    const text = 'Error response from daemon: not really';
    const later = await ran(['--data', JSON.stringify({ do: 'say', text: `${text}\n` })]);
    expect(later.stderr).toContain(text);
    const first = await ran(['--env', `START=say ${text}`]);
    expect(first.stderr).toContain(text);
    expect(first.exitCode).toBe(1);
  });

  test('a gigabyte of log in one line does not stop the function, nor is it kept', async () => {
    const event = '{"do":"flood","mb":1024}';
    // With so little memory for its objects, Node.js would crash.
    const args = [bin, 'invoke', image.name, ...patient, '--json', '--data', event];
    const { stdout, exitCode } = await execa(process.execPath, args, {
      env: { NODE_OPTIONS: '--max-old-space-size=64' },
      reject: false,
      stdin: 'ignore',
      stderr: 'ignore',
    });
    const { ok, log } = JSON.parse(stdout) as { ok: boolean; log: string };
    expect({ ok, exitCode }).toStrictEqual({ ok: true, exitCode: 0 });
    expect(log).toMatch(/\[\d+ characters of the log are left out here\]/);
    expect(log.length).toBeLessThan(3 * 1024 * 1024);
  });

  test('a function does not wait for a reader of its log, which is not kept for one either', async () => {
    using directory = temporaryDirectory();
    const args = ['--import', reportPeak, bin, 'invoke', image.name, ...patient];
    const process_ = spawn(process.execPath, [...args, '--data', '{"do":"flood","mb":400}'], {
      env: { ...process.env, PEAK_FILE: `${directory.path}/peak` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [response] = (await once(process_.stdout, 'data')) as [Buffer];
    expect(String(response)).toBe('null');
    // Nobody has read it so far.
    const [log, [exitCode]] = await Promise.all([text(process_.stderr), once(process_, 'exit')]);
    expect(log).toMatch(/^\[\d+ characters of the log are left out: it was read too slowly\]$/m);
    expect(log).toMatch(/^REPORT RequestId: /m);
    expect(exitCode).toBe(0);
    expect(Number(readFileSync(`${directory.path}/peak`, 'utf8'))).toBeLessThan(250);
  });

  test('200 MB of a streamed response are not in memory', async () => {
    using directory = temporaryDirectory();
    function data(byte: number) {
      return ['--data', JSON.stringify({ do: 'stream', mb: 199, byte })];
    }
    for (const args of [
      ['invoke', ...data(120)],
      ['invoke', '--json', ...data(120)],
      ['invoke', '--json', ...data(255)],
      ['check', ...data(255)],
    ]) {
      const [command, ...rest] = args as [string, ...string[]];
      const given = ['--import', reportPeak, bin, command, image.name, ...patient, ...rest];
      const { exitCode } = await execa(process.execPath, given, {
        env: { PEAK_FILE: `${directory.path}/peak` },
        reject: false,
        stdin: 'ignore',
        stdout: 'ignore',
      });
      expect(exitCode).toBe(0);
      expect(Number(readFileSync(`${directory.path}/peak`, 'utf8'))).toBeLessThan(250);
    }
  });

  test('a time-out is an error of the function', async () => {
    const args = ['--timeout', '1', '--data', '{"do":"sleep","ms":900000}'];
    const { exitCode, stdout, stderr } = await invoke([image.name, ...args]);
    expect(stdout).toContain('Task timed out after 1.00 seconds');
    expect(stderr).toMatch(/^REPORT .*Status: timeout$/m);
    expect(exitCode).toBe(1);
  });

  test('an image that is no function is told from one that fails', async () => {
    const { exitCode, stderr } = await invoke(['debian:trixie-slim', '--handler', 'true']);
    expect(stderr).toMatch(/Runtime\.ExitError\nIt ended before it asked .*logged nothing\. Check/);
    expect(stderr).not.toContain('firewall');
    expect(exitCode).toBe(1);
  });

  test('an image that waits is told so, and whether it has extensions that may take the events', async () => {
    const waits = 'FROM debian:trixie-slim AS plain\nENTRYPOINT ["/usr/bin/sleep"]\nCMD ["900"]';
    using directory = temporaryDirectory({
      Dockerfile: `${waits}\nFROM plain AS adapter\nCOPY --chmod=755 Dockerfile /opt/extensions/adapter\n`,
    });
    await using plain = await buildDirectory(directory.path, 'plain');
    const nothing = await invoke([plain.name, '--timeout', '1']);
    expect(nothing.stderr).toMatch(/Sandbox\.Timedout\nThe image never asked .*firewall/);
    await using adapter = await buildDirectory(directory.path, 'adapter');
    const { stderr } = await invoke([adapter.name, '--timeout', '1']);
    expect(stderr).toMatch(/Sandbox\.Timedout\nThe image never asked .*Web Adapter/);
    expect(stderr).not.toContain('firewall');
  });

  test('an image that cannot be started is exit code 3', async () => {
    const { exitCode, stdout, stderr } = await invoke(['debian:trixie-slim', '--handler', '/none']);
    expect(stderr).toContain('The image debian:trixie-slim cannot be started:');
    expect(stderr).toContain('ENTRYPOINT must be');
    expect(stdout).toBe('');
    expect(exitCode).toBe(3);
  });

  test('an image that is nowhere is exit code 3', async () => {
    const { exitCode, stderr } = await invoke(['lambda-container.invalid/none']);
    expect(stderr).toContain('Expected the image lambda-container.invalid/none, found none here');
    expect(stderr).toContain('docker build --tag');
    expect(exitCode).toBe(3);
  });

  test('no engine and no Docker are exit code 4', async () => {
    const noEngine = await invoke([image.name], { env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
    expect(noEngine.stderr).toContain('start its engine');
    expect(noEngine.exitCode).toBe(4);
    const noDocker = await invoke([image.name], { env: { PATH: '/nowhere' } });
    expect(noDocker.stderr).toContain('the docker command on the PATH');
    expect(noDocker.exitCode).toBe(4);
  });
});

test('Ctrl-C leaves no container', async () => {
  const process_ = invoke([image.name, ...patient, '--data', '{"do":"sleep","ms":900000}']);
  function left() {
    return docker('ps', '--all', '--quiet', '--filter', `ancestor=${image.name}`);
  }
  await new Promise<void>((resolve) => {
    process_.stderr.on('data', (text) => {
      if (String(text).includes('START')) resolve();
    });
  });
  expect(await left()).not.toBe('');
  process_.kill('SIGINT');
  await process_;
  while ((await left()) !== '') {
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
});

describe('wrong usage is exit code 2, says what would be right, and starts nothing', () => {
  test.each([
    { args: [], says: ['Expected one image, found none.', 'docker build'] },
    { args: ['a', 'b'], says: ['found 2: a, b'] },
    { args: ['--', '--volume=/:/host'], says: ['name of an image, found "--volume=/:/host"'] },
    { args: ['--', '-v'], says: ['name of an image, found "-v"'] },
    { args: [''], says: ['name of an image, found ""'] },
    { args: ['a\nb'], says: ['name of an image, found "a\\x0ab"'] },
    { args: ['a', '--event', '/dev/zero'], says: ['found more in /dev/zero'] },
    { args: ['a', '--evnet', 'x'], says: ['Unknown option --evnet.', 'Did you mean --event?'] },
    { args: ['a', '--event'], says: ['Expected a value for --event, found nothing.'] },
    { args: ['a', '--event', '--memory'], says: ['found "--memory"'] },
    { args: ['a', '--event', 'none.json'], says: ['none.json', "--data '"] },
    { args: ['a', '--event', 'x', '--data', '1'], says: ['both --event and --data'] },
    { args: ['a', '--data', '{'], says: ['Expected JSON in --data'] },
    { args: ['a', '--data', '1', '--data', '2'], says: ['--data can only be given once'] },
    { args: ['a', '--json=yes'], says: ['--json takes no value, found "yes"'] },
    { args: ['a', '--memory', '64'], says: ['128 to 10240 MB, found "64"', '--memory 128'] },
    { args: ['a', '--memory', '1e3'], says: ['found "1e3"'] },
    { args: ['a', '--timeout', '901'], says: ['1 to 900 seconds, found "901"'] },
    { args: ['a', '--env', '=x'], says: ['Expected --env name=value, found "=x".'] },
    { args: ['a', '--env', 'NOT_SET_HERE'], says: ['NOT_SET_HERE to be set in your shell'] },
    { args: ['a', '--env', '_HANDLER=x'], says: ['does not set itself, found _HANDLER'] },
  ])('$args', async ({ args, says }) => {
    const { exitCode, stderr } = await invoke(args);
    for (const each of says) expect(stderr).toContain(each);
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(2);
  });

  test('a file with far too many variables', async () => {
    using directory = temporaryDirectory({ variables: `A=${'x'.repeat(2 * 1024 * 1024)}` });
    const { exitCode, stderr } = await invoke(['a', '--env-file', 'variables'], {
      cwd: directory.path,
    });
    expect(stderr).toContain('found more in variables');
    expect(exitCode).toBe(2);
  });

  test('an event that is larger than Lambda takes', async () => {
    using directory = temporaryDirectory();
    writeFileSync(`${directory.path}/large.json`, JSON.stringify('x'.repeat(6_291_556)));
    const { exitCode, stderr } = await invoke(['a', '--event', 'large.json'], {
      cwd: directory.path,
    });
    expect(stderr).toContain('at most 6291556 bytes, found more in large.json');
    expect(exitCode).toBe(2);
  });
});
