import { cp, rm } from 'node:fs/promises';
import path from 'node:path';

import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { functionFiles } from './function-under-test.ts';
import { type Combination, generateProject, type Project } from '../docker/project.ts';

const { languages } = loadCatalog();

/** The newest version of every language, on every base. */
export const combinations: Combination[] = languages.flatMap(({ id, versions, bases }) =>
  bases.map((base) => ({ language: id, version: versions[0].version, base })),
);

function testDirectory({ language }: Combination): string {
  const { testFile } = languages.find(({ id }) => id === language)!.function;
  return testFile.slice(0, testFile.indexOf('/'));
}

/** A generated project, with the function under test in place of the one that it greets with. */
export async function generateFunctionUnderTest(combination: Combination): Promise<Project> {
  const project = await generateProject(combination);
  await cp(functionFiles(combination.language), project.directory, { recursive: true });
  // They are tests of the function that was there.
  await rm(path.join(project.directory, testDirectory(combination)), { recursive: true });
  return project;
}
