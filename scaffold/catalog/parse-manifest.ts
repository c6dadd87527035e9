import type { z } from 'zod/v3';
import { ScaffoldError } from '../scaffold-error.ts';
import { describeIssues } from './describe-issues.ts';
import type { Manifest } from './manifests.ts';

/** What a manifest says. Throws a ScaffoldError that names the file and the field that is wrong. */
export function parseManifest<T extends { id: string }>(
  { id, file, json }: Manifest,
  schema: z.ZodType<T, z.ZodTypeDef, unknown>,
): T {
  if (json === undefined)
    throw brokenManifest(file, 'the file does not exist, and its directory needs one');
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw brokenManifest(file, `it is not JSON: ${(error as Error).message}`, error);
  }
  const result = schema.safeParse(data);
  if (!result.success) throw brokenManifest(file, describeIssues(result.error), result.error);
  if (result.data.id !== id) {
    throw brokenManifest(
      file,
      `id: expected "${id}", the name of its directory, found "${result.data.id}"`,
    );
  }
  return result.data;
}

/** Of the file of a manifest, and what is wrong with it. */
export function brokenManifest(file: string, what: string, cause?: unknown): ScaffoldError {
  return new ScaffoldError(
    'failed',
    { problem: `${file} is broken: ${what}`, fix: 'Correct that file. Nothing was written.' },
    { cause },
  );
}
