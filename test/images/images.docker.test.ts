import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';
import { afterAll, beforeAll, describe, test } from 'vitest';

import { checkImage } from '../../lambda/check/check-image.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import { chosenBoot } from '../docker/boot.ts';
import { compressedSize, imageFiles, imageLayers } from '../docker/image.ts';
import {
  combinationsWithBoots,
  hasDefaultBase,
  hasDefaultVersion,
  isFullMatrix,
} from '../docker/combinations.ts';
import { startContainer } from '../docker/container.ts';
import { dockerResult } from '../docker/docker-result.ts';
import { makeTest } from '../docker/make-test.ts';
import { generateProject, type Project } from '../docker/project.ts';
import { startRecorder } from '../docker/recorder.ts';
import { sampleEvents } from '../docker/sample-events.ts';
import { sandbox, sandboxOnHost } from '../docker/sandbox.ts';
import { shareBuildStage } from '../docker/share-build-stage.ts';

// An event without a name is a programming error to every handler that we generate.
const crashingEvent = 'null';

const megabyte = 1_000_000;
const { languages } = loadCatalog();

/** How runtimes report a handler that there is not. Java names its exception. */
const missingHandler = /^Runtime\.(HandlerNotFound|ImportModuleError)$|ClassNotFoundException$/;

describe.concurrent.each(combinationsWithBoots)(
  '$language $version on $base, boot: $boot',
  (combination) => {
    let project: Project;
    let local: string;
    let image: string;

    beforeAll(async () => {
      project = await generateProject(combination);
      await shareBuildStage(project);
      // As a checkout under umask 077 would have it.
      await mkdir(path.join(project.directory, 'priv'), { mode: 0o700 });
      await writeFile(path.join(project.directory, 'priv/data.txt'), 'data\n', { mode: 0o600 });
      await chmod(path.join(project.directory, 'entry_script.sh'), 0o600);
      local = await project.build('local');
      image = await project.build('function');
    });

    afterAll(async () => {
      await project[Symbol.asyncDispose]();
    });

    test('answers every event through RIE, twice, and again after a crash', async ({ expect }) => {
      await using container = await startContainer(local);
      async function answerAll() {
        for (const { event, expected } of await sampleEvents(project.directory, project.name)) {
          expect(JSON.parse(await container.invoke(event))).toEqual(expected);
        }
      }

      await answerAll();
      await answerAll();
      const report = JSON.parse(await container.invoke(crashingEvent));
      expect(report).toMatchObject({
        errorType: expect.any(String),
        errorMessage: expect.any(String),
      });
      await answerAll();
    });

    test('has the boot that was asked for, where there is a choice', async ({ expect }) => {
      const { boot } = combination;
      expect(await chosenBoot(image)).toMatch(boot === undefined ? /^$/ : new RegExp(`^${boot}: `));
    });

    test('has a function image without RIE, compilers and package managers of the language', async ({
      expect,
    }) => {
      const files = await imageFiles(image);
      const programs = files
        .filter(({ mode, isDirectory }) => !isDirectory && (mode & 0o111) !== 0)
        .map((file) => file.path);
      const unwanted = /\/(aws-lambda-rie|gcc|g\+\+|cc|make|erlc|mix|rebar3|npm|npx|elixirc)$/;
      expect(programs.filter((program) => unwanted.test(program))).toEqual([]);

      const functionLayers = await imageLayers(image);
      const localLayers = await imageLayers(local);
      expect(localLayers.slice(0, functionLayers.length)).toEqual(functionLayers);
    });

    test('has nothing that Lambda would refuse or warn of', async ({ expect }) => {
      const facts = await readImageToCheck(image);
      // The shell of the entry script, and what it starts unless that is static, with their loaders and libraries.
      const binaries = prepareCheck(facts).binaries.filter(
        ({ elf }) => elf.interpreter !== undefined,
      );
      expect(binaries.length).toBeGreaterThanOrEqual(1);
      expect(binaries.every(({ resolved }) => resolved.objects.length > 2)).toBe(true);
      expect(checkImage(prepareCheck(facts))).toEqual([]);
    });

    test('is no larger than it must be, compressed', async ({ expect }) => {
      const { sizeLimits } = languages.find(({ id }) => id === combination.language)!;
      const limit = sizeLimits[combination.base]! * megabyte;
      expect(await compressedSize(image)).toBeLessThanOrEqual(limit);
    });

    if (!isFullMatrix && !hasDefaultBase(combination)) return;

    test('passes its own `make test`', async ({ expect }) => {
      const { directory, buildFlags } = project;
      const stdout = await makeTest(directory, `${project.name}_${project.id}`, buildFlags);
      expect(stdout).toContain(`ok      events/${project.name}/hello.json`);
    });

    if (!isFullMatrix && !(hasDefaultVersion(combination) && combination.boot !== 'standard'))
      return;

    // What the target local adds is the same for all.
    test('has an emulator in the target local, which check tells of', async ({ expect }) => {
      expect(checkImage(prepareCheck(await readImageToCheck(local)))).toEqual([
        expect.objectContaining({ rule: 'emulator-left', severity: 'remark' }),
      ]);
    });

    test('can be read by a user who is not root, whatever the modes in the checkout', async ({
      expect,
    }) => {
      const files = (await imageFiles(image)).filter(({ path }) => path.startsWith('/var/task'));
      expect(files.some(({ path }) => path.endsWith('priv/data.txt'))).toBe(true);
      const unreadable = files.filter(({ mode, isDirectory }) =>
        isDirectory ? (mode & 0o005) !== 0o005 : (mode & 0o004) !== 0o004,
      );
      expect(unreadable).toEqual([]);
    });

    test('polls the address in AWS_LAMBDA_RUNTIME_API', async ({ expect }) => {
      await using recorder = await startRecorder();
      const environment = [
        `AWS_LAMBDA_RUNTIME_API=${recorder.address}`,
        'AWS_LAMBDA_FUNCTION_NAME=hello',
        'AWS_LAMBDA_FUNCTION_VERSION=$LATEST',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128',
      ].flatMap((assignment) => ['--env', assignment]);
      const container = execa('docker', ['run', '--rm', ...sandboxOnHost, ...environment, local], {
        reject: false,
        all: true,
      });
      const ended = container.then(({ all }) => `It ended: ${all}`);
      const first = await Promise.race([recorder.firstRequest, ended]);
      expect(first).toBe('GET /2018-06-01/runtime/invocation/next');
      recorder.answerWithError();
      const { exitCode, all } = await container;
      expect(exitCode).not.toBe(0);
      // Neither the VM nor a library has anything to complain of.
      expect(all).not.toContain('WARNING');
    });

    test('exits 69 where there is neither Lambda nor RIE', async ({ expect }) => {
      const result = await dockerResult('run', '--rm', ...sandbox, image);
      expect(result.exitCode).toBe(69);
      expect(result.stderr.split('\n')).toHaveLength(2);
      expect(result.stderr).toContain('build the local target');
    });

    test('exits 64 without a handler', async ({ expect }) => {
      const result = await dockerResult('run', '--rm', ...sandbox, local, '');
      expect(result.exitCode).toBe(64);
      expect(result.stderr).toContain('no handler');
    });

    test('hands on a handler with blanks and quotes as it is', async ({ expect }) => {
      const handler = `a b'c"d.e`;
      await using container = await startContainer(local, handler);
      const report = JSON.parse(await container.invoke('{}'));
      expect(report.errorType).toMatch(missingHandler);
      expect(report.errorMessage).toContain(`a b'c"d`);
    });
  },
);
