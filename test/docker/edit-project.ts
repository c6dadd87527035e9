import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

import type { Project } from './project.ts';

/** Replaces text in a file of the project, which must be there. */
export async function edit(
  project: Project,
  file: string,
  from: string,
  to: string,
): Promise<void> {
  const target = path.join(project.directory, file);
  const contents = await readFile(target, 'utf8');
  expect(contents).toContain(from);
  await writeFile(
    target,
    contents.replace(from, () => to),
  );
}

export async function add(
  project: Pick<Project, 'directory'>,
  file: string,
  contents: string,
): Promise<void> {
  const target = path.join(project.directory, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, contents);
}
