import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/v3';
import { describeIssues } from '../catalog/describe-issues.ts';
import type { Given } from '../options/answers.ts';
import type { ProjectFunction } from '../plan/functions.ts';
import type { PlannedFile, Spec } from '../plan/plan.ts';
import { ScaffoldError } from '../scaffold-error.ts';
import { gitBlobId } from './git-blob.ts';
import { type Edit, migrateRecord, schema } from './migrations.ts';
import { readPlainFile } from './read-plain-file.ts';

export const recordFileName = '.yo-rc.json';

/** The key that Yeoman uses for a generator: the name of its package. */
const section = 'generator-lambda-container';

const blobId = z.string().regex(/^[0-9a-f]{40}$/, 'must be a git blob id');

/** A record must not make us read, write or remove anything outside the project. */
const projectPath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))[^\\\0]+$/, 'must stay inside the project');

const projectFunction = z.object({ name: z.string(), event: z.string() });

const recordSchema = z.object({
  schema: z.literal(schema),
  generatorVersion: z.string(),
  /** By the names of the options. Options that are newer than the project are missing. */
  answers: z.record(z.string()),
  functions: z.tuple([projectFunction]).rest(projectFunction),
  /** The git blob id of each file as it was generated. */
  files: z.record(projectPath, blobId),
});

/** What a project was generated with. */
export type ProjectRecord = z.infer<typeof recordSchema>;

export interface RecordFile {
  readonly record: ProjectRecord;
  /** Edits that the user has to make, if the layout has changed since the project was generated. */
  readonly edits: readonly Edit[];
  /** Sections of other generators in the same file. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** The record of the project in a directory, converted to the current schema; undefined if there is none. */
export function readRecord(directory: string): RecordFile | undefined {
  const file = path.join(directory, recordFileName);
  if (!existsSync(file)) return undefined;
  const data = parseObject(file, readPlainFile(file).toString());
  if (!Object.hasOwn(data, section)) return undefined;
  const { [section]: stored, ...others } = data;
  const migrated = migrateRecord(stored);
  if (migrated === undefined) throw tooNew(file);
  const result = z.object({ [section]: recordSchema }).safeParse({ [section]: migrated.record });
  if (!result.success) throw malformed(file, describeIssues(result.error), result.error);
  return { record: result.data[section], edits: migrated.edits, others };
}

/** The answers of a record and the event of its first function, by the names of the options. */
export function storedValues({ answers, functions }: ProjectRecord): Given {
  return { ...answers, event: functions[0].event };
}

/** The git blob ids of files as generated, as the record has them. */
export function idsOf(files: readonly PlannedFile[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file.path, gitBlobId(file.contents)]));
}

/** The .yo-rc.json of a project. `ids` has each file as generated, and those of earlier templates that are left behind. */
export function recordFile(
  { answers, functions }: Spec,
  ids: Readonly<Record<string, string>>,
  generatorVersion: string,
  others: Readonly<Record<string, unknown>> = {},
): PlannedFile {
  const record: ProjectRecord = {
    schema,
    generatorVersion,
    answers: { ...answers },
    functions: functions.map(({ name, event }) => ({ name, event })) as [ProjectFunction],
    files: inOrder(ids),
  };
  const text = JSON.stringify({ ...others, [section]: record }, null, 2);
  return {
    path: recordFileName,
    contents: Buffer.from(`${text}\n`),
    executable: false,
    owner: 'generator',
  };
}

function inOrder<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function parseObject(file: string, json: string): Record<string, unknown> {
  try {
    return z.record(z.unknown()).parse(JSON.parse(json));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not a JSON object';
    throw malformed(file, why, error);
  }
}

function malformed(file: string, why: string, cause: unknown): ScaffoldError {
  return new ScaffoldError(
    'failed',
    {
      problem: `${file} is invalid: ${why}`,
      fix: 'Restore it from version control.',
    },
    { cause },
  );
}

function tooNew(file: string): ScaffoldError {
  return new ScaffoldError('failed', {
    problem: `${file} was written by a newer version of generator-lambda-container: expected schema ${schema} or older.`,
    fix: 'Install that version: npm install --global generator-lambda-container@latest',
  });
}
