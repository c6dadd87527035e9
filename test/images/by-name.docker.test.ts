import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { expect, test } from 'vitest';

import { startSandbox } from '../../lambda/sandbox/start-sandbox.ts';
import { combinations } from '../docker/combinations.ts';
import { generateProject } from '../docker/project.ts';
import { quickenBuild } from '../docker/quicken-build.ts';
import { shareBuildStage } from '../docker/share-build-stage.ts';

/** What is different on scratch than on debian, and why. */
const differences: Record<string, string> = {
  user: 'only scratch has a name for the user of Lambda',
};

// In the build image, and in no list of ours. ldd is a script of bash.
const extraFiles = 'cat getconf ldd ls sed sort';

const functionsDirectory = path.join(import.meta.dirname, 'by-name');
const languages = await readdir(functionsDirectory);

test.concurrent.each(languages)(
  'what %s opens or calls by name is on scratch as it is on debian',
  async (language) => {
    const [scratch, debian] = await Promise.all([
      resultsOn('scratch', language),
      resultsOn('debian', language),
    ]);
    expect(Object.keys(debian).length).toBeGreaterThan(10);
    expect(Object.keys(scratch)).toEqual(Object.keys(debian));
    const differing = Object.keys(debian)
      .filter((use) => !isDeepStrictEqual(scratch[use], debian[use]))
      .map((use) => ({ use, scratch: scratch[use], debian: debian[use] }));
    expect(differing.filter(({ use }) => !(use in differences))).toEqual([]);
    expect(differing).toHaveLength(Object.keys(differences).filter((use) => use in debian).length);
  },
);

/** The results of the language's function in by-name/: one for each use of a file or program. */
async function resultsOn(base: string, language: string): Promise<Record<string, unknown>> {
  const combination = combinations.find((one) => one.language === language && one.base === base)!;
  await using project = await generateProject(combination);
  await cp(path.join(functionsDirectory, language), project.directory, { recursive: true });
  await shareBuildStage(project);
  await quickenBuild(project);
  project.buildFlags.push('--build-arg', `EXTRA_FILES=${extraFiles}`);
  const image = await project.build('function');
  await using sandbox = await startSandbox({
    image,
    memoryMb: 1769,
    timeoutMs: 60_000,
    env: { TZ: 'Asia/Kolkata' },
  });
  const { result } = await sandbox.invoke(Buffer.from('{}'));
  expect(result.error).toBeUndefined();
  return JSON.parse(result.body.toString());
}

test('the build stops if EXTRA_FILES names what the build image does not have', async () => {
  await using project = await generateProject({
    language: 'erlang',
    version: '29',
    base: 'scratch',
  });
  project.buildFlags.push('--build-arg', 'EXTRA_FILES=ls no-such-program');
  await expect(project.build('function')).rejects.toThrow(
    'EXTRA_FILES has no-such-program, which the build image does not have: set BUILD_PACKAGES',
  );
});
