import { expect, test } from 'vitest';

import { makeTest } from '../docker/make-test.ts';
import type { Combination } from '../docker/project.ts';
import { arm64Project } from './arm64-project.ts';
import { expectItWorks, timeout } from './expect-it-works.ts';

/** The versions on one release of Debian: to make a stand-in for another one takes minutes in an emulator. */
const combinations: Combination[] = [
  { language: 'bash', version: '5.2', base: 'scratch' },
  { language: 'go', version: '1.26', base: 'scratch' },
  { language: 'python', version: '3.13', base: 'scratch' },
  { language: 'elixir', version: '1.18', base: 'scratch' },
];

test.each(combinations)(
  'a project in $language is built, tested, invoked and checked for arm64',
  { timeout },
  async (combination) => {
    await using project = await arm64Project(combination);
    await expectItWorks(await project.build('function'), { message: 'Hello, Ada!' });
    const { directory, name, id, buildFlags } = project;
    const stdout = await makeTest(directory, `${name}_${id}`, buildFlags);
    expect(stdout).toContain(`ok      events/${name}/hello.json`);
  },
);
