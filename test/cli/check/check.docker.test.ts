import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { packageRoot } from '../../../scaffold/package-root.ts';
import { allRules } from '../../../lambda/check/all-rules.ts';
import { buildDirectory, type TestImage } from '../../docker/build-directory.ts';
import { docker } from '../../../lambda/docker/docker.ts';
import { runAtTerminal } from '../../helpers/run-at-terminal.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const bin = path.join(packageRoot, 'bin/lambda-container.js');

/** So much that a busy machine, which keeps many files in memory, is no finding. */
const patient = ['--memory', '512'];

let sound: TestImage;
/** Has an error, a warning and a remark, and cannot start. */
let broken: TestImage;

beforeAll(async () => {
  const directory = new URL('../../lambda/check/function', import.meta.url);
  sound = await buildDirectory(fileURLToPath(directory));
  using derived = temporaryDirectory({
    Dockerfile: [
      `FROM ${sound.name}`,
      'ENTRYPOINT ["/nowhere"]',
      'ENV HOME=/home/function',
      'USER 1000',
    ].join('\n'),
  });
  broken = await buildDirectory(derived.path);
});
afterAll(async () => {
  await broken[Symbol.asyncDispose]();
  await sound[Symbol.asyncDispose]();
});

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

function check(args: readonly string[], options: Options = {}) {
  return execa(process.execPath, [bin, 'check', ...args], {
    stdin: 'ignore',
    reject: false,
    ...options,
  });
}

function idsIn(stdout: string): string[] {
  return (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
}

describe.concurrent('lambda-container check', () => {
  test('nothing found is exit code 0, and the sizes', async () => {
    const { exitCode, stdout, stderr } = await check([sound.name, ...patient]);
    expect(stdout).toMatch(/^Layers\n\n(.*\n)+ +[\d.]+ MB {2}in \d+ layers\n\nNothing found\.$/);
    expect(stdout).toMatch(/^ +[\d.]+ [KM]B {2}COPY runtime\.mjs \/var\/task\/$/m);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('errors are exit code 3; what cannot start is not started', async () => {
    const { exitCode, stdout, stderr } = await check([broken.name]);
    expect(stdout).toMatch(/^Errors\n\n {2}entrypoint-absent\n {4}ENTRYPOINT: Expected the file/);
    expect(stdout).toMatch(/^ {4}Change: COPY --chmod=755 … \/nowhere/m);
    expect(stdout).toMatch(/^ {4}Why: Otherwise each invocation fails/m);
    expect(stdout).toMatch(/^Warnings\n\n {2}read-only-home\n {4}ENV HOME: /m);
    expect(stdout).toMatch(/^Remarks\n\n {2}ignored-instructions\n/m);
    expect(stdout).toMatch(/\n1 error, 1 warning, 1 remark\.$/);
    expect(stdout).not.toContain('run-');
    expect(stderr).toBe('The image was not started: the errors keep it from starting.');
    expect(exitCode).toBe(3);
  });

  test('--ignore leaves rules out, and starts what is then no error', async () => {
    const ignored = ['entrypoint-absent', 'read-only-home', 'run-entrypoint'];
    const flags = ignored.flatMap((rule) => ['--ignore', rule]);
    const { exitCode, stdout, stderr } = await check([broken.name, '--json', ...flags]);
    expect(idsIn(stdout)).toStrictEqual(['ignored-instructions']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, wasRun: true });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('what goes wrong when it is started is found with the rest', async () => {
    using directory = temporaryDirectory({
      Dockerfile: `FROM ${sound.name}\nENV DO="init exit 3" HOME=/home/function`,
    });
    await using image = await buildDirectory(directory.path);
    const ran = await check([image.name, '--json', ...patient]);
    expect(idsIn(ran.stdout)).toStrictEqual(['run-init', 'read-only-home']);
    expect(ran.exitCode).toBe(3);

    const notRun = await check([image.name, '--json', '--no-run']);
    expect(idsIn(notRun.stdout)).toStrictEqual(['read-only-home']);
    expect(JSON.parse(notRun.stdout)).toMatchObject({ wasRun: false, notRun: '--no-run' });
    expect(notRun.stderr).toBe('');
    expect(notRun.exitCode).toBe(0);
  });

  test('--json is one document with all of it', async () => {
    const { stdout } = await check([broken.name, '--json']);
    expect(JSON.parse(stdout)).toStrictEqual({
      schema: 1,
      ok: false,
      image: broken.name,
      source: 'docker',
      digest: expect.stringMatching(/^sha256:/),
      platform: expect.stringMatching(/^linux\/\w+$/),
      wasRun: false,
      notRun: 'the errors keep it from starting',
      counts: { error: 1, warning: 1, remark: 1 },
      findings: ['error', 'warning', 'remark'].map((severity) => ({
        rule: expect.any(String),
        severity,
        found: expect.any(String),
        where: expect.toSatisfy((where) => where === null || typeof where === 'string'),
        why: expect.any(String),
        fix: expect.any(String),
      })),
      bytes: expect.any(Number),
      layers: expect.toSatisfy((layers: unknown[]) => layers.length >= 2) as unknown,
    });
    const { layers } = JSON.parse(stdout) as { layers: unknown[] };
    expect(layers.at(-1)).toStrictEqual({
      digest: expect.stringMatching(/^sha256:/),
      bytes: expect.any(Number),
      compressedBytes: null,
      createdBy: expect.stringContaining('COPY runtime.mjs /var/task/'),
    });
  });

  test('--size adds the largest files, in both forms', async () => {
    const [text, json] = await Promise.all([
      check([sound.name, '--no-run', '--size']),
      check([sound.name, '--no-run', '--size', '--json']),
    ]);
    expect(text.stdout).toMatch(/\nLargest files and directories\n\n +[\d.]+ MB {2}\/\n/);
    expect(text.stdout).toMatch(/ MB {2}.*[├└] bin\/node$/m);
    expect(JSON.parse(json.stdout)).toMatchObject({
      files: {
        path: '/',
        bytes: expect.any(Number),
        children: expect.any(Array),
      },
    });
  });

  test('--max-size and --arch are held against the image', async () => {
    const tooLarge = await check([sound.name, '--no-run', '--json', '--max-size', '1MB']);
    expect(idsIn(tooLarge.stdout)).toStrictEqual(['image-size']);
    expect(tooLarge.exitCode).toBe(3);

    const { stdout } = await check([sound.name, '--no-run', '--json']);
    const isArm = (JSON.parse(stdout) as { platform: string }).platform === 'linux/arm64';
    const [own, other] = isArm ? ['aarch64', 'x86_64'] : ['x86_64', 'aarch64'];
    const same = await check([sound.name, '--no-run', '--arch', own]);
    expect(same.exitCode).toBe(0);
    const wrong = await check([sound.name, '--json', '--arch', other]);
    expect(idsIn(wrong.stdout)).toStrictEqual(['config-architecture']);
    expect(wrong.exitCode).toBe(3);
  });

  test('a tar and an OCI layout are read, but not started', async () => {
    using directory = temporaryDirectory({ 'layout/.keep': '' });
    const tar = path.join(directory.path, 'image.tar');
    await docker('save', '--output', tar, sound.name);
    execFileSync('tar', ['-xf', tar, '-C', path.join(directory.path, 'layout')]);
    for (const [name, source] of [
      ['image.tar', 'tar'],
      ['layout', 'oci-layout'],
    ] as const) {
      // No engine is needed for them.
      const env = { PATH: '/nowhere' };
      const { exitCode, stdout, stderr } = await check([name, '--json'], {
        cwd: directory.path,
        env,
      });
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, source, wasRun: false });
      expect(stderr).toBe(
        'The image was not started: the engine does not have it: docker load adds it.',
      );
      expect(exitCode).toBe(0);
    }
  });

  test('an image that is nowhere is exit code 3, in words of what to do', async () => {
    const absent = await check(['lambda-container.invalid/none']);
    expect(absent.stderr).toContain('Expected the image lambda-container.invalid/none, found none');
    expect(absent.stderr).toContain('docker build --tag');
    expect(absent.exitCode).toBe(3);

    using directory = temporaryDirectory({ 'not.tar': 'text' });
    const noTar = await check(['./not.tar', '--json'], { cwd: directory.path });
    expect(JSON.parse(noTar.stdout)).toMatchObject({ ok: false, error: { code: 3 } });
    expect(noTar.exitCode).toBe(3);
  });

  test('no engine and no Docker are exit code 4', async () => {
    const noEngine = await check([sound.name], { env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } });
    expect(noEngine.stderr).toContain('start its engine');
    expect(noEngine.exitCode).toBe(4);
    const noDocker = await check([sound.name], { env: { PATH: '/nowhere' } });
    expect(noDocker.stderr).toContain('the docker command on the PATH');
    expect(noDocker.exitCode).toBe(4);
  });

  test('colours as NO_COLOR and FORCE_COLOR have it, none in a pipe', async () => {
    const args = ['--explain', 'workdir'];
    async function isColoured(env: Record<string, string>): Promise<boolean> {
      const { stdout } = await check(args, { env });
      return stripVTControlCharacters(stdout) !== stdout;
    }
    expect(await isColoured({ NO_COLOR: '', FORCE_COLOR: '1' })).toBe(true);
    expect(await isColoured({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    const { stdout } = await execa(process.execPath, [bin, 'check', ...args], {
      extendEnv: false,
      env: { PATH: process.env['PATH'] },
    });
    expect(stripVTControlCharacters(stdout)).toBe(stdout);
  });

  test('a terminal gets lines of its width, a pipe whole ones', async () => {
    const command = [process.execPath, bin, 'check', '--explain', 'run-init'];
    const { shown } = await runAtTerminal(packageRoot, command, []);
    const lines = shown.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeGreaterThan(4);
    const { stdout } = await check(['--explain', 'run-init']);
    expect(stdout.split('\n')).toHaveLength(3);
  });
});

test.each(['elf-version', 'run-init'])('--explain %s', async (id) => {
  const { severity, title, why } = allRules.find((each) => each.id === id)!;
  const text = await check(['--explain', id]);
  expect(text.stdout).toContain(`\n\n${why}`);
  expect(text).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(`^${id}: an error unless ${title}\n\n`) as string,
  });
  const json = await check(['--explain', id, '--json']);
  expect(JSON.parse(json.stdout)).toStrictEqual({ schema: 1, rule: id, severity, title, why });
  expect(json.exitCode).toBe(0);
});

describe('--elf', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory[Symbol.dispose]());
  const source = path.join(directory.path, 'main.c');
  writeFileSync(source, '#include <stdio.h>\nint main(void) { return puts("hello") < 0; }\n');
  execFileSync('cc', [source, '-o', path.join(directory.path, 'bootstrap')]);
  execFileSync('cc', [source, '-static', '-o', path.join(directory.path, 'static')]);
  function elf(...args: string[]) {
    return check(['--elf', ...args], { cwd: directory.path });
  }

  test('what fits is exit code 0, what does not 3; more files may stand behind', async () => {
    const fits = await elf('bootstrap', '/bin/ls', '--against', 'GLIBC_9.0');
    expect(fits.stdout).toMatch(
      /^bootstrap fits GLIBC_9\.0: needs GLIBC_2\.\d+\n\/bin\/ls fits GLIBC_9\.0: needs .*GLIBC_2\.\d+$/,
    );
    expect(fits.exitCode).toBe(0);

    const old = await elf('bootstrap', '--elf', 'static', '--against', 'GLIBC_2.1');
    expect(old.stdout).toMatch(
      /^bootstrap needs GLIBC_2\.\d+ \(from libc\.so\.6\); GLIBC_2\.1 has 2\.1: build on the release that you run on, or use a container image\nstatic fits GLIBC_2\.1$/,
    );
    expect(old.exitCode).toBe(3);
  });

  test('--json', async () => {
    const { exitCode, stdout } = await elf(
      'static',
      'bootstrap',
      '--json',
      '--against',
      'GLIBC_2.1',
    );
    expect(JSON.parse(stdout)).toStrictEqual({
      schema: 1,
      ok: false,
      against: 'GLIBC_2.1',
      files: [
        { file: 'static', needs: {}, problems: [] },
        {
          file: 'bootstrap',
          needs: { GLIBC: expect.stringMatching(/^2\.\d+$/) },
          problems: [expect.stringContaining('bootstrap needs GLIBC_2.')],
        },
      ],
    });
    expect(exitCode).toBe(3);
  });

  test.each([
    { args: ['bootstrap'], says: ['--against with one of al2, al2023', 'found none'] },
    { args: ['bootstrap', '--against', 'al2024'], says: ['found "al2024"', '--against al2023?'] },
    { args: ['none', '--against', 'al2'], says: ['found nothing at none'] },
    { args: ['main.c', '--against', 'al2'], says: ['found a file that is not ELF at main.c'] },
    { args: ['.', '--against', 'al2'], says: ['found a directory at .'] },
  ])('$args is wrong usage', async ({ args, says }) => {
    const { exitCode, stderr } = await elf(...args);
    for (const each of says) expect(stderr).toContain(each);
    expect(exitCode).toBe(2);
  });
});

describe('wrong usage is exit code 2, says what would be right, and starts nothing', () => {
  test.each([
    { args: [], says: ['Expected one image, found none.', 'lambda-container check hello'] },
    { args: ['a', 'b'], says: ['found 2: a, b'] },
    { args: ['a', '--norun'], says: ['Unknown option --norun.', 'Did you mean --no-run?'] },
    {
      args: ['a', '--ignore', 'elf-versoin'],
      says: ['found "elf-versoin"', '--ignore elf-version?'],
    },
    { args: ['a', '--ignore', 'zzz'], says: ['The rules are manifest-index, '] },
    {
      args: ['--explain', 'elf-libs'],
      says: ['found "elf-libs"', 'Did you mean --explain elf-lib'],
    },
    { args: ['a', '--arch', 'x86-64'], says: ['amd64 or arm64, found "x86-64"', '--arch x86_64?'] },
    { args: ['a', '--max-size', '1TB'], says: ['found "1TB"', '--max-size 250MB'] },
    { args: ['a', '--memory', '64'], says: ['128 to 10240 MB, found "64"'] },
    { args: ['a', '--against', 'al2'], says: ['Expected --elf with --against, found nothing.'] },
  ])('$args', async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await check(args);
    for (const each of says) expect(stderr).toContain(each);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });
});
