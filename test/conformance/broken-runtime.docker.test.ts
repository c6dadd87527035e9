import { AssertionError } from 'node:assert';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Case } from './case.ts';
import { createCaseRunner } from './case-runner.ts';
import type { Handlers } from './function-under-test.ts';
import { cases } from './groups.ts';
import { type ExecutionEnvironmentNeeds, startSubject } from './start-subject.ts';
import { buildDirectory, type TestImage } from '../docker/build-directory.ts';
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
  image = await buildDirectory(path.join(import.meta.dirname, 'broken-runtime'));
});
afterAll(() => image[Symbol.asyncDispose]());

function start(needs: ExecutionEnvironmentNeeds) {
  return startInSlot(() => startSubject(image.name, handlers, needs));
}

/** A defect has the name of the case that is to find it; these cases are to find another one as well. */
const further: Readonly<Record<string, string>> = { 'many-level': 'many-level-memory' };

const defects = cases.flatMap((each) => {
  const names = [each.id, further[each.id]].filter((name) => name !== undefined);
  return names.map((defect) => ({ defect, each }));
});

/** Rejects if the case finds the defect. */
async function find({ executionEnvironment = {}, run }: Case, defect: string): Promise<void> {
  const env = { ...executionEnvironment.env, DEFECT: defect };
  await using subject = await start({ ...executionEnvironment, env });
  await run(subject);
}

describe.concurrent('a runtime that keeps every promise', () => {
  const runner = createCaseRunner(cases, start);

  test.for(cases)('passes $id', (each) => runner.run(each, (subject) => each.run(subject)));
});

describe.concurrent('a runtime with one defect', () => {
  test.for(defects)('fails by $defect', ({ defect, each }) =>
    expect(find(each, defect)).rejects.toThrow(AssertionError),
  );
});
