import { existsSync } from 'node:fs';
import path from 'node:path';
// zod/v3: the main entry imports 50 locales, which takes as long as generating a project.
import { z } from 'zod/v3';
import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { describeIssues } from './describe-issues.ts';
import type { Language } from './language.ts';
import { type LanguageFile, readLanguageFiles } from './language-files.ts';
import { templatesRoot } from '../package-root.ts';

const text = z.string().min(1);
const projectPath = text.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))/, 'must stay inside the project');

const versionSchema = z.object({ version: text, buildImage: text, debian: text }).strict();

const languageSchema: z.ZodType<Language> = z
  .object({
    id: text.regex(/^[a-z][a-z0-9]*$/, 'must be lower-case letters and digits'),
    title: text,
    aliases: z.array(text),
    versions: z.tuple([versionSchema]).rest(versionSchema),
    bases: z.tuple([text]).rest(text),
    families: z.array(text),
    handler: text,
    handlerFile: projectPath,
    testFile: projectPath,
    userFiles: z.array(projectPath),
  })
  .strict();

/** Every language, in the order of their ids. */
export function loadLanguages(templates: string = templatesRoot): Language[] {
  const files = readLanguageFiles(templates);
  const languages = files.map((file) => parseLanguage(file, templates));
  refuseSharedNames(languages, files);
  return languages;
}

function parseLanguage({ id, file, text: json }: LanguageFile, templates: string): Language {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw broken(file, `it is not JSON: ${(error as Error).message}`, error);
  }
  const result = languageSchema.safeParse(data);
  if (!result.success) {
    throw broken(file, describeIssues(result.error), result.error);
  }
  const language = result.data;
  if (language.id !== id) {
    throw broken(file, `id: expected "${id}", the name of its folder, found "${language.id}"`);
  }
  refuseMissingLayers(file, templates, 'bases', language.bases);
  refuseMissingLayers(file, templates, 'families', language.families);
  return language;
}

function refuseMissingLayers(
  file: string,
  templates: string,
  kind: 'bases' | 'families',
  names: readonly string[],
): void {
  for (const [index, name] of names.entries()) {
    const folder = path.join(templates, kind, name);
    if (!existsSync(folder)) {
      throw broken(file, `${kind}[${index}]: "${name}" has no folder templates/${kind}/${name}`);
    }
  }
}

/** `--language ex` must mean one language. */
function refuseSharedNames(languages: readonly Language[], files: readonly LanguageFile[]): void {
  const owners = new Map(languages.map(({ id }) => [id, id]));
  for (const [index, { id, aliases }] of languages.entries()) {
    for (const alias of aliases) {
      const owner = owners.get(alias);
      if (owner !== undefined) {
        throw broken(files[index]!.file, `aliases: "${alias}" already stands for ${owner}`);
      }
      owners.set(alias, id);
    }
  }
}

function broken(file: string, what: string, cause?: unknown): CliError {
  return new CliError(
    exitCode.failed,
    { problem: `${file} is broken: ${what}`, fix: 'Correct that file; no file was written.' },
    { cause },
  );
}
