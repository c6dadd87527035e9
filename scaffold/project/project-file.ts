import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/v3';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { describeIssues } from '../catalog/describe-issues.ts';
import { gitBlobId } from './git-blob.ts';
import type { Answers } from '../options/options.ts';
import type { PlannedFile } from '../plan/plan.ts';

export const projectFileName = '.yo-rc.json';

/** The key that Yeoman uses for a generator: the name of its package. */
const section = 'generator-lambda-container';

const blobId = z.string().regex(/^[0-9a-f]{40}$/, 'must be a git blob id');

const recordSchema = z.object({
  generatorVersion: z.string(),
  name: z.string(),
  language: z.string(),
  languageVersion: z.string(),
  base: z.string(),
  architecture: z.string(),
  files: z.record(blobId),
});

/** What a project knows of how it was made. */
export type ProjectRecord = z.infer<typeof recordSchema>;

export interface ProjectFile {
  readonly record: ProjectRecord;
  /** What other generators keep in the same file. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** The .yo-rc.json of a folder, if it is a project of ours. */
export function readProjectFile(folder: string): ProjectFile | undefined {
  const file = path.join(folder, projectFileName);
  if (!existsSync(file)) return undefined;
  const data = parseObject(file, readFileSync(file, 'utf8'));
  if (!Object.hasOwn(data, section)) return undefined;
  const { [section]: _, ...others } = data;
  const result = z.object({ [section]: recordSchema }).safeParse(data);
  if (!result.success) {
    throw malformed(file, describeIssues(result.error), result.error);
  }
  return { record: result.data[section], others };
}

/** The .yo-rc.json that goes with these files. */
export function projectFile(
  answers: Answers,
  files: readonly PlannedFile[],
  generatorVersion: string,
  others: Readonly<Record<string, unknown>> = {},
): PlannedFile {
  const { name, language, languageVersion, base, architecture } = answers;
  const record: ProjectRecord = {
    generatorVersion,
    name,
    language,
    languageVersion,
    base,
    architecture,
    files: Object.fromEntries(files.map((file) => [file.path, gitBlobId(file.contents)])),
  };
  const text = JSON.stringify({ ...others, [section]: record }, null, 2);
  return {
    path: projectFileName,
    contents: Buffer.from(`${text}\n`),
    executable: false,
    owner: 'generator',
  };
}

function parseObject(file: string, json: string): Record<string, unknown> {
  try {
    return z.record(z.unknown()).parse(JSON.parse(json));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not a JSON object';
    throw malformed(file, why, error);
  }
}

function malformed(file: string, why: string, cause: unknown): CliError {
  return new CliError(
    exitCode.failed,
    {
      problem: `${file} cannot be used: ${why}`,
      fix: 'Restore it from version control, or remove it to start a new project here.',
    },
    { cause },
  );
}
