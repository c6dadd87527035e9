import { AssertionError } from 'node:assert';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Case } from '../../../lambda/conformance/case.ts';
import { createCaseRunner } from '../../../lambda/conformance/case-runner.ts';
import type { Handlers } from '../../../lambda/conformance/function-under-test.ts';
import { cases } from '../../../lambda/conformance/groups.ts';
import { type EnvironmentNeeds, startSubject } from '../../../lambda/conformance/start-subject.ts';
import { buildFolder, type TestImage } from '../../docker/build-folder.ts';
import { startInSlot } from './start-in-slot.ts';

const handlers: Handlers = {
  handler: 'function.handler',
  streamingHandler: 'function.stream',
  missingFunction: 'function.nothing',
  missingModule: 'nothing.handler',
  unloadable: 'unloadable.handler',
};

let image: TestImage;

beforeAll(async () => {
  image = await buildFolder(path.join(import.meta.dirname, 'broken-runtime'));
});
afterAll(() => image[Symbol.asyncDispose]());

const start = (needs: EnvironmentNeeds) =>
  startInSlot(() => startSubject(image.name, handlers, needs));

/** Whether the case finds the defect that it is there for. */
const finds = async ({ id, environment = {}, run }: Case): Promise<void> => {
  const env = { ...environment.env, DEFECT: id };
  await using subject = await start({ ...environment, env });
  await run(subject);
};

describe.concurrent('a runtime that keeps every promise', () => {
  const runner = createCaseRunner(cases, start);

  test.for(cases)('passes $id', (each) => runner.run(each, (subject) => each.run(subject)));
});

describe.concurrent('a runtime with one defect', () => {
  test.for(cases)('fails $id', (each) => expect(finds(each)).rejects.toThrow(AssertionError));
});
