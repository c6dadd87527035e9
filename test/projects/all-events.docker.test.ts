import path from 'node:path';

import { describe, test } from 'vitest';

import { commandLine } from '../../programs/command-line.ts';
import { checkImage } from '../../lambda/check/check-image.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import { docker, runDocker } from '../../lambda/docker/docker.ts';
import { defaultStyle } from '../../scaffold/catalog/language-styles.ts';
import type { Language } from '../../scaffold/catalog/language.ts';
import { languageEvents } from '../../scaffold/catalog/language-events.ts';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../../scaffold/options/options.ts';
import { nameFunctions, type ProjectFunction } from '../../scaffold/plan/functions.ts';
import { addFunction } from '../../scaffold/project/change-functions.ts';
import { chosenBoot } from '../docker/boot.ts';
import { isFullMatrix, onBeam } from '../docker/combinations.ts';
import { startAwsStandIn } from '../docker/aws-stand-in.ts';
import { startWithAws } from '../docker/container.ts';
import { makeTest } from '../docker/make-test.ts';
import { quickenBuild } from '../docker/quicken-build.ts';
import { runImageFlags } from '../docker/run-image.ts';
import { runTools } from '../docker/run-tools.ts';
import { sampleEvents } from '../docker/sample-events.ts';
import { runCli } from '../helpers/run-cli.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { hostileEvents } from './hostile-events/hostile-events.ts';
import { unexpectedResponses } from './hostile-events/unexpected-responses.ts';

const catalog = loadCatalog();

// All languages have the same script that sends events in `make test`: one of them shows that it sends all.
/** A function for each event source. All but the first have names of their own in every language, and longer ones. */
function functionsIn(language: Language): [ProjectFunction, ...ProjectFunction[]] {
  const others = languageEvents(catalog, language, defaultStyle).filter(
    (event) => event !== defaultEvent,
  );
  return [
    { name: 'orders-api', event: defaultEvent },
    ...others.map((event) => ({ name: `${event}-confirmation-mails`, event })),
  ];
}

describe.concurrent.each(catalog.languages)('$id', (language) => {
  test('one image handles every event source, each by its handler', async ({ expect }) => {
    const functions = functionsIn(language);
    using parent = temporaryDirectory();
    const directory = path.join(parent.path, 'orders-api');
    const made = await runCli(parent.path, [
      'new',
      'orders-api',
      '--language',
      language.id,
      '--yes',
    ]);
    expect(made).toMatchObject({ exitCode: 0 });
    for (const { name, event } of functions.slice(1)) {
      const request = { action: 'add', name, event, dryRun: false, json: false } as const;
      await addFunction(request, directory, catalog);
    }
    await quickenBuild({ language: language.id, directory });
    const buildFlags = await runImageFlags(directory);
    const image = `all-events-${language.id}-${process.pid}`;

    if (isFullMatrix || language === catalog.languages[0]) {
      const stdout = await makeTest(directory, image, buildFlags);
      for (const { name } of functions) {
        for (const event of await sampleEvents(directory, name)) {
          expect(stdout).toContain(`ok      events/${name}/${event.name}.json`);
        }
      }
    }

    async function build(target: string): Promise<string> {
      const flags = ['--provenance=false', '--sbom=false', ...buildFlags, '--target', target];
      await runDocker(commandLine('build', [...flags, '--tag', `${image}:${target}`, '.']), {
        cwd: directory,
      });
      return `${image}:${target}`;
    }
    const local = await build('local');
    const functionImage = await build('function');
    const tools = await build('build');
    const unitTests = await build('test');
    try {
      for (const { name, event: source, handler } of nameFunctions(
        catalog,
        language,
        'orders-api',
        functions,
      )) {
        await using aws = await startAwsStandIn(unitTests, directory, name);
        await using container = await startWithAws(local, handler, aws);
        for (const { event, expected } of await sampleEvents(directory, name)) {
          expect(JSON.parse(await container.invoke(event))).toEqual(expected);
        }
        expect(await unexpectedResponses(container, hostileEvents(source))).toEqual([]);
        const [again] = await sampleEvents(directory, name);
        expect(JSON.parse(await container.invoke(again!.event))).toEqual(again!.expected);
      }
      expect(checkImage(prepareCheck(await readImageToCheck(functionImage)))).toEqual([]);
      if (onBeam.has(language.id)) expect(await chosenBoot(local)).toMatch(/^lean: /);
      // Long names must not upset the formatter.
      for (const command of language.silentCommands) {
        await runTools(tools, command);
      }
    } finally {
      await docker('image', 'rm', '--force', local, functionImage, tools, unitTests);
    }
  });
});
