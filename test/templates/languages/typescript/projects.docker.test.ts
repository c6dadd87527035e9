import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkImage } from '../../../../lambda/check/check-image.ts';
import { prepareCheck } from '../../../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../../../lambda/check/read-image-to-check.ts';
import { answer, startContainer } from '../../../docker/container.ts';
import { dockerResult } from '../../../docker/docker-result.ts';
import { add } from '../../../docker/edit-project.ts';
import { imageFiles } from '../../../docker/image.ts';
import { generateProject, type Project } from '../../../docker/project.ts';
import { sandbox } from '../../../docker/sandbox.ts';
import { type NpmRegistry, startNpmRegistry } from '../../families/node/npm-registry.ts';

const token = 'npm_TheToken';
const addon = path.join(import.meta.dirname, '../../families/node/projects/grown/libs/checksum');

// Workspaces, aliases, generated code, data that is found by its path, CommonJS, a registry with a password, native code
// that npm compiles and native code that is prebuilt, two functions that share a file.
describe('a project that has grown', () => {
  let registry: NpmRegistry;
  let project: Project;
  let local: string;

  beforeAll(async () => {
    registry = await startNpmRegistry({
      name: '@acme/greeting',
      token,
      // eslint-disable-next-line no-template-curly-in-string
      module: 'export const greet = (name) => `Hello, ${name}!`;',
    });
    project = await generateProject({ language: 'typescript', version: '24', base: 'scratch' });
    const { directory, buildFlags } = project;
    await cp(path.join(import.meta.dirname, 'projects/grown'), directory, { recursive: true });
    await cp(addon, path.join(directory, 'libs/checksum'), { recursive: true });
    const settings = `@acme:registry=http://${registry.host}/\n//${registry.host}/:_authToken=`;
    await add(project, '.npmrc', `${settings}\${NPM_TOKEN}\n`);
    const secret = path.join(path.dirname(directory), 'token');
    await writeFile(secret, token);
    buildFlags.push(
      `--secret=id=NPM_TOKEN,src=${secret}`,
      '--build-arg=BUILD_PACKAGES=libxxhash-dev',
    );
    local = await project.build('local');
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  test('passes its unit tests', async () => {
    await project.build('test');
  });

  test('has all that it needs in the image', async () => {
    expect(await answer(local, { name: 'Ada' })).toEqual({
      greeting: 'Dear Hello, Ada!',
      checksum: 1_153_741_434,
      place: 'task',
      price: '12500 EUR',
      routes: ['order'],
      settings: { region: 'eu-central-1' },
      label: 'label',
      late: 'late',
      image: true,
      file: 'src/app.ts',
    });
  });

  test('reports errors with the lines of its sources, in either function', async () => {
    for (const [name, line] of [
      ['app', 16],
      ['other', 5],
    ]) {
      await using container = await startContainer(local, `${name}.handler`);
      const { errorType, trace } = JSON.parse(await container.invoke('{}'));
      expect(errorType).toBe('RangeError');
      expect(trace.slice(1, 3)).toEqual([
        expect.stringContaining('nameIn (/var/task/src/lib/name.ts:7:9)'),
        expect.stringContaining(`handler (/var/task/src/${name}.ts:${line}:`),
      ]);
    }
  });

  test('has the bundle, the packages that are not in it, and data, but no TypeScript', async () => {
    const image = await project.build('function');
    const files = (await imageFiles(image)).map((file) => file.path);
    const packages = files.flatMap(
      (file) => /^\/var\/task\/(.*node_modules\/(?:@[^/]+\/)?[^/@]+)$/.exec(file)?.[1] ?? [],
    );
    expect(packages.toSorted()).toEqual([
      'node_modules/@img/colour',
      expect.stringContaining('node_modules/@img/sharp-libvips-linux-'),
      expect.stringContaining('node_modules/@img/sharp-linux-'),
      'node_modules/checksum',
      'node_modules/detect-libc',
      'node_modules/semver',
      'node_modules/sharp',
    ]);
    const own = files.filter((file) => /^\/var\/task\/(?!node_modules)/.test(file));
    expect(own).toContain('/var/task/packages/pricing/src/currencies.txt');
    expect(own.filter((file) => /\.ts$|\/\.npmrc$/.test(file))).toEqual([]);
    expect(checkImage(prepareCheck(await readImageToCheck(image)))).toEqual([]);
  });

  test('has its modules compiled, as Node.js takes them', async () => {
    const log = ['--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE', '--env', 'AWS_LAMBDA_RUNTIME_API=x:1'];
    const { stdout, stderr } = await dockerResult('run', '--rm', ...sandbox, ...log, local);
    const modules = [
      'aws-lambda-ric/index',
      'task/app',
      'task/name-[^/]+',
      'task/packages.+app-[^/]+',
    ];
    for (const module of modules) {
      expect(stdout + stderr).toMatch(new RegExp(`${module}\\.mjs was accepted`));
    }
  });
});
