import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';

import type { Catalog } from '../../../../scaffold/catalog/catalog.ts';
import type { Language } from '../../../../scaffold/catalog/language.ts';
import { type Answers, options, type Values } from '../../../../scaffold/options/options.ts';
import { plan, type Spec } from '../../../../scaffold/plan/plan.ts';
import { temporaryDirectory } from '../../../helpers/temporary-directory.ts';

/** Of the project whose manifest and lock file are looked at. */
export const projectName = 'hello-world';

/** What a project has of these two, the function having this event. */
export function manifestAndLock(catalog: Catalog, language: Language, event: string) {
  const given: Values = { name: projectName, language: language.id, event };
  const values = options.reduce((known, option) => {
    return { [option.name]: option.default({ catalog, values: known }), ...known };
  }, given);
  const spec: Spec = { answers: values as Answers, functions: [{ name: projectName, event }] };
  const files = plan(catalog, spec, '0.0.0');
  function contentsOf(name: string): string {
    return files.find((file) => file.path === name)!.contents.toString();
  }
  return { manifest: contentsOf('package.json'), lock: contentsOf('package-lock.json') };
}

/**
 * The lock file that `npm install` writes for a manifest: the given one, if that is right. Without one, it has the newest
 * packages that the manifest allows.
 */
export async function lockOfNpm(
  manifest: string,
  lock: string | undefined,
  ...flags: string[]
): Promise<string> {
  using directory = temporaryDirectory({ 'package.json': manifest });
  const file = path.join(directory.path, 'package-lock.json');
  if (lock !== undefined) writeFileSync(file, lock);
  // Registries differ from machine to machine, so the lock files do not name one.
  const all = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', ...flags];
  await execa('npm', all, { cwd: directory.path });
  return readFileSync(file, 'utf8');
}
