import { AssertionError } from 'node:assert';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { applies, type Case, isRieCase } from './case.ts';
import { type CaseRunner, createCaseRunner } from './case-runner.ts';
import { deviationOf } from './deviations.ts';
import { readFunction } from './function-under-test.ts';
import { groups } from './groups.ts';
import { startSubject } from './start-subject.ts';
import type { Caller, Subject } from './subject.ts';
import type { Project } from '../docker/project.ts';
import { combinations, generateFunctionUnderTest } from './function-image.ts';
import { startCaller } from './start-caller.ts';
import { startInSlot } from './start-in-slot.ts';

/** A deviation is one only as long as the case fails, and by what it asserts; one that occurs at times may also hold. */
async function expectAsDocumented(run: Promise<void>, { id }: Case, language: string) {
  const deviation = deviationOf(id, language);
  if (deviation === undefined) return run;
  const kept = `The promise is kept: remove ${id} from functions/${language}/deviations.json`;
  const found = await run.then(
    () => (deviation.atTimes ? 'deviates' : kept),
    (error: unknown) => (error instanceof AssertionError ? 'deviates' : error),
  );
  expect(found).toBe('deviates');
}

describe.concurrent.each(combinations)('$language $version on $base', (combination) => {
  const { language } = combination;
  const handlers = readFunction(language);
  const applying = groups
    .map(({ title, cases }) => ({ title, cases: cases.filter((each) => applies(each, language)) }))
    .filter(({ cases }) => cases.length > 0);
  const cases = applying.flatMap((group) => group.cases);
  const rieCases = cases.filter((each) => isRieCase(each));

  let project: Project;
  let onLambda: CaseRunner<Subject>;
  let throughRie: CaseRunner<Caller>;

  beforeAll(async () => {
    project = await generateFunctionUnderTest(combination);
    const [image, local] = [await project.build('function'), await project.build('local')];
    onLambda = createCaseRunner(cases, (needs) =>
      startInSlot(() => startSubject(image, handlers, needs)),
    );
    throughRie = createCaseRunner(rieCases, () => startInSlot(() => startCaller(local)));
  });

  afterAll(() => project[Symbol.asyncDispose]());

  describe.each(applying)('$title', (group) => {
    test.for(group.cases)('$id: $name', (each) =>
      expectAsDocumented(
        onLambda.run(each, (subject) => each.run(subject)),
        each,
        language,
      ),
    );
  });

  describe('through the Runtime Interface Emulator', () => {
    test.for(rieCases)('$id: $name', (each) =>
      expectAsDocumented(
        throughRie.run(each, (caller) => each.run(caller)),
        each,
        language,
      ),
    );
  });
});
