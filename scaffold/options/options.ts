import { CliError, exitCode, type Problem } from '../../terminal/cli-error.ts';
import type { Language } from '../catalog/language.ts';
import { checkName } from './name.ts';
import { suggest } from '../../terminal/suggest.ts';

/** What a function project is made from. */
export interface Answers {
  readonly name: string;
  readonly language: string;
  readonly base: string;
  readonly architecture: string;
  readonly languageVersion: string;
}

export type QuestionName = keyof Answers;

export interface Choice {
  readonly value: string;
  readonly title?: string;
  readonly aliases?: readonly string[];
}

/** What a question may depend on: the languages there are, and what was answered before. */
export interface Context {
  readonly languages: readonly Language[];
  readonly answers: Partial<Answers>;
}

export interface Question {
  readonly name: QuestionName;
  /** As typed on a command line; the function's name is the one positional argument. */
  readonly flag: string | undefined;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  readonly question: string;
  readonly help: string;
  /** An existing project keeps it: changing it would mean another project. */
  readonly isFixed: boolean;
  choices?(context: Context): readonly Choice[];
  default(context: Context): string;
  check?(value: string): Problem | undefined;
}

export interface RunFlag {
  readonly name: 'yes' | 'dryRun' | 'json' | 'force';
  readonly flag: string;
  readonly short?: string;
  readonly help: string;
}

const defaultLanguage = 'elixir';

/**
 * Every question once, in the order in which they are asked. Flags, prompts, help, validation and
 * .yo-rc.json all come from here, under Yeoman and in our own command alike.
 */
export const questions: readonly Question[] = [
  {
    name: 'name',
    flag: undefined,
    placeholder: 'name',
    question: 'Name of the function',
    help: 'name of the function, and of the folder that is made for it',
    isFixed: true,
    default: () => 'hello',
    check: checkName,
  },
  {
    name: 'language',
    flag: '--language',
    placeholder: 'id',
    question: 'Language',
    help: 'programming language',
    isFixed: true,
    choices: ({ languages }) =>
      languages.map(({ id, title, aliases }) => ({ value: id, title, aliases })),
    default: () => defaultLanguage,
  },
  {
    name: 'base',
    flag: '--base',
    placeholder: 'base',
    question: 'What the image stands on',
    help: 'what the image stands on',
    isFixed: false,
    choices: (context) =>
      unique(languagesOf(context).flatMap(({ bases }) => bases)).map((base) => ({
        value: base,
        title: baseTitles[base] ?? base,
      })),
    default: (context) => languagesOf(context)[0]!.bases[0],
  },
  {
    name: 'architecture',
    flag: '--architecture',
    placeholder: 'name',
    question: 'Processor architecture on Lambda',
    help: 'processor architecture on Lambda',
    isFixed: false,
    choices: () => [
      { value: 'x86_64', aliases: ['amd64', 'x64'] },
      { value: 'arm64', aliases: ['aarch64'] },
    ],
    default: () => (process.arch === 'arm64' ? 'arm64' : 'x86_64'),
  },
  {
    name: 'languageVersion',
    flag: '--language-version',
    placeholder: 'version',
    question: 'Version of the language',
    help: 'version of the language',
    isFixed: false,
    choices: (context) =>
      unique(languagesOf(context).flatMap(({ versions }) => versions.map((v) => v.version))).map(
        (value) => ({ value }),
      ),
    default: (context) => languagesOf(context)[0]!.versions[0].version,
  },
];

export const runFlags: readonly RunFlag[] = [
  { name: 'yes', flag: '--yes', short: '-y', help: 'take the default for all that is not given' },
  { name: 'dryRun', flag: '--dry-run', help: 'say what would be done, write nothing' },
  { name: 'json', flag: '--json', help: 'print one JSON document on stdout, ask nothing' },
  { name: 'force', flag: '--force', help: 'overwrite files that you have changed' },
];

const baseTitles: Readonly<Record<string, string>> = {
  scratch: 'scratch: the program and what it needs, nothing else',
  debian: 'debian: the same program with a shell and apt',
};

/** How an error names a question: by its flag where it has one. */
export function labelOf(question: Question): string {
  return question.flag ?? `<${question.placeholder}>`;
}

/**
 * The value that the project is made with, checked in the same way whether it came from a flag, an
 * answer or .yo-rc.json; `source` says which in the error.
 */
export function parseValue(
  question: Question,
  value: unknown,
  context: Context,
  source: string,
): string {
  const result = checkValue(question, value, context);
  if (typeof result === 'string') return result;
  throw new CliError(exitCode.usage, { ...result, problem: `${source}: ${result.problem}` });
}

export function checkValue(question: Question, value: unknown, context: Context): string | Problem {
  const choices = question.choices?.(context);
  if (typeof value !== 'string' || value === '') {
    const expected = choices === undefined ? 'a value' : `one of ${listOf(choices)}`;
    return { problem: `expected ${expected}, found ${describe(value)}.`, fix: 'Give it once.' };
  }
  if (choices === undefined) return question.check?.(value) ?? value;
  const choice = choices.find((each) => each.value === value || each.aliases?.includes(value));
  if (choice !== undefined) return choice.value;
  const names = choices.flatMap((each) => [each.value, ...(each.aliases ?? [])]);
  const nearest = suggest(value, names);
  return {
    problem: `expected one of ${listOf(choices)}${ofLanguage(question, context)}, found "${value}".`,
    fix:
      nearest === undefined
        ? `Use ${labelOf(question)} ${question.default(context)}.`
        : `Did you mean ${labelOf(question)} ${nearest}?`,
  };
}

export function listOf(choices: readonly Choice[]): string {
  return choices.map(({ value }) => value).join(', ');
}

/** The chosen language, or every one of them, the default first, while none is chosen. */
function languagesOf({ languages, answers }: Context): readonly Language[] {
  const chosen = languages.filter(({ id }) => id === answers.language);
  if (chosen.length > 0) return chosen;
  return languages.toSorted(
    (a, b) => Number(b.id === defaultLanguage) - Number(a.id === defaultLanguage),
  );
}

function ofLanguage({ name }: Question, { answers, languages }: Context): string {
  const language = languages.find(({ id }) => id === answers.language);
  const dependsOnLanguage = name === 'base' || name === 'languageVersion';
  return dependsOnLanguage && language !== undefined ? ` for ${language.title}` : '';
}

function describe(value: unknown): string {
  if (value === undefined || value === true || value === '') return 'nothing';
  return JSON.stringify(value);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
