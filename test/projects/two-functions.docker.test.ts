import path from 'node:path';

import { describe, test } from 'vitest';

import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { defaultStyle } from '../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { nameFunctions } from '../../scaffold/plan/functions.ts';
import { plan } from '../../scaffold/plan/plan.ts';
import { writeProject } from '../../scaffold/project/write-project.ts';
import { chosenBoot } from '../docker/boot.ts';
import { onBeam } from '../docker/combinations.ts';
import { startContainer } from '../docker/container.ts';
import { makeTest } from '../docker/make-test.ts';
import { runImageFlags } from '../docker/run-image.ts';
import { sampleEvents } from '../docker/sample-events.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const catalog = loadCatalog();

/** The second has names of its own in every language, and they are longer than those of the first. */
const functions = [
  { name: 'orders-api', event: 'direct' },
  { name: 'confirmation-mails', event: 'sqs' },
] as const;

describe.concurrent.each(catalog.languages)('$id', (language) => {
  test('two functions live in one image, each started by its handler', async ({ expect }) => {
    using parent = temporaryDirectory();
    const directory = path.join(parent.path, 'orders-api');
    const answers = {
      name: 'orders-api',
      language: language.id,
      style: defaultStyle,
      languageVersion: language.versions[0].version,
      base: language.bases[0],
      architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    };
    const files = plan(catalog, { answers, functions }, '0.0.0');
    await writeProject(
      directory,
      files.map((planned) => ({ path: planned.path, planned })),
    );
    const buildFlags = await runImageFlags(directory);
    const image = `two-functions-${language.id}-${process.pid}`;

    const stdout = await makeTest(directory, image, buildFlags);
    for (const { name } of functions) {
      for (const event of await sampleEvents(directory, name)) {
        expect(stdout).toContain(`ok      events/${name}/${event.name}.json`);
      }
    }

    async function build(target: string): Promise<string> {
      const flags = ['--provenance=false', '--sbom=false', ...buildFlags, '--target', target];
      await runDocker(['build', ...flags, '--tag', `${image}:${target}`, '.'], { cwd: directory });
      return `${image}:${target}`;
    }
    const local = await build('local');
    const tools = await build('build');
    try {
      for (const { name, handler } of nameFunctions(catalog, language, 'orders-api', functions)) {
        await using container = await startContainer(local, handler);
        for (const { event, expected } of await sampleEvents(directory, name)) {
          expect(JSON.parse(await container.invoke(event))).toEqual(JSON.parse(expected));
        }
      }
      if (onBeam.has(language.id)) expect(await chosenBoot(local)).toMatch(/^lean: /);
      // The names of the second function must not upset the formatter.
      for (const command of language.silentCommands) {
        await docker('run', '--rm', '--workdir', '/src', tools, 'sh', '-c', command);
      }
    } finally {
      await docker('image', 'rm', '--force', local, tools);
    }
  });
});
