import { afterAll, beforeAll, describe, test } from 'vitest';

import { checkImage } from '../../lambda/check/check-image.ts';
import { prepareCheck } from '../../lambda/check/prepare-check.ts';
import { readImageToCheck } from '../../lambda/check/read-image-to-check.ts';
import { chosenBoot } from '../docker/boot.ts';
import { combinationsWithStyles, onBeam } from '../docker/combinations.ts';
import { startContainer } from '../docker/container.ts';
import { makeTest } from '../docker/make-test.ts';
import { generateProject, type Project } from '../docker/project.ts';
import { sampleEvents } from '../docker/sample-events.ts';

/** Another style is another build of the same image: this is what can differ. */
describe.concurrent.each(combinationsWithStyles)('$language, style: $style', (combination) => {
  let project: Project;
  let image: string;

  beforeAll(async () => {
    project = await generateProject(combination);
    image = await project.build('function');
  });

  afterAll(async () => {
    await project[Symbol.asyncDispose]();
  });

  test('passes its own `make test`', async ({ expect }) => {
    const { directory, name, id, buildFlags } = project;
    const stdout = await makeTest(directory, `${name}_${id}`, buildFlags);
    for (const event of await sampleEvents(directory, name)) {
      expect(stdout).toContain(`ok      events/${name}/${event.name}.json`);
    }
  });

  test('responds to every event through RIE, twice, and again after a crash', async ({
    expect,
  }) => {
    await using container = await startContainer(await project.build('local'));
    async function invokeAll() {
      for (const { event, expected } of await sampleEvents(project.directory, project.name)) {
        expect(JSON.parse(await container.invoke(event))).toEqual(expected);
      }
    }

    await invokeAll();
    await invokeAll();
    // Nothing that this source sends: for SQS, a response would delete messages.
    for (const event of ['null', '{}', '[]', '"text"', '{"Records": {}}']) {
      expect(JSON.parse(await container.invoke(event))).toMatchObject({
        errorType: expect.any(String),
        errorMessage: expect.any(String),
      });
    }
    await invokeAll();
  });

  test('boots lean, where there is a choice', async ({ expect }) => {
    const expected = onBeam.has(combination.language) ? /^lean: / : /^$/;
    expect(await chosenBoot(image)).toMatch(expected);
  });

  test('has nothing that Lambda would refuse or warn of', async ({ expect }) => {
    expect(checkImage(prepareCheck(await readImageToCheck(image)))).toEqual([]);
  });
});
