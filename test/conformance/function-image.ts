import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { functionFiles } from './function-under-test.ts';
import { combinations as everyCombination, isFullMatrix } from '../docker/combinations.ts';
import { type Combination, generateProject, type Project } from '../docker/project.ts';

const { languages } = loadCatalog();

/**
 * The default version of every language on its default base; in the full matrix every version on every base. What the
 * base is made of does not change the runtime, and all images are built and invoked in any case: test/images/.
 */
export const combinations: Combination[] = isFullMatrix
  ? everyCombination
  : languages.map(({ id, versions, bases }) => ({
      language: id,
      version: versions[0].version,
      base: bases[0],
    }));

function testDirectory({ language }: Combination): string {
  return path.dirname(languages.find(({ id }) => id === language)!.function.testFile);
}

/** A generated project, with the function under test in place of the one that it greets with. */
export async function generateFunctionUnderTest(combination: Combination): Promise<Project> {
  const project = await generateProject(combination);
  await cp(functionFiles(combination.language), project.directory, { recursive: true });
  // They are tests of the function that was there.
  await rm(path.join(project.directory, testDirectory(combination)), {
    recursive: true,
    force: true,
  });
  return project;
}
