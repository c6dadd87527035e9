import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { defaultEvent } from '../../scaffold/options/options.ts';
import { nameFunctions } from '../../scaffold/plan/functions.ts';
import { functionFiles } from './function-under-test.ts';
import { combinations as everyCombination, isFullMatrix } from '../docker/combinations.ts';
import { type Combination, generateProject, type Project } from '../docker/project.ts';

const catalog = loadCatalog();
const { languages } = catalog;

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

/** A generated project, with the function under test in place of the one that it greets with. */
export async function generateFunctionUnderTest(combination: Combination): Promise<Project> {
  const project = await generateProject(combination);
  await cp(functionFiles(combination.language), project.directory, { recursive: true });
  await rm(path.join(project.directory, testFileOf(project)));
  return project;
}

/** The unit test of the function that was there before. */
function testFileOf({ language: id, name, event = defaultEvent }: Project): string {
  const language = languages.find((each) => each.id === id)!;
  return nameFunctions(catalog, language, name, [{ name, event }])[0]!.testFile;
}
