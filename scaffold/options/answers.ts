import { CliError, exitCode } from '../../terminal/cli-error.ts';
import type { Language } from '../catalog/language.ts';
import {
  type Answers,
  type Context,
  labelOf,
  parseValue,
  type Question,
  type QuestionName,
  questions,
} from './options.ts';

/** What was given on the command line, not yet checked. */
export type Given = Partial<Record<QuestionName, unknown>>;

export type Ask = (question: Question, context: Context) => Promise<string>;

export interface Sources {
  readonly languages: readonly Language[];
  readonly given: Given;
  /** The answers of the project that we are in, as its .yo-rc.json has them. */
  readonly stored: Given | undefined;
  /** Settles where the project is, as soon as it has a name; gives its stored answers, if any. */
  readonly locate: (name: string) => Given | undefined;
  readonly takeDefaults: boolean;
  /** Undefined where nobody can answer. */
  readonly ask: Ask | undefined;
}

/** Every answer: given, stored, the only choice, the default or asked for, in this order. */
export async function completeAnswers(sources: Sources): Promise<Answers> {
  const { languages, given, takeDefaults, ask } = sources;
  const answers: Partial<Record<QuestionName, string>> = {};
  const missing: Question[] = [];
  let { stored } = sources;
  for (const question of questions) {
    const context = { languages, answers };
    const settled = settledValue(question, given, stored, context);
    if (settled !== undefined) {
      answers[question.name] = settled;
    } else if (takeDefaults) {
      answers[question.name] = question.default(context);
    } else if (ask === undefined) {
      missing.push(question);
    } else {
      // One after the other: what can be chosen depends on the answers before.
      answers[question.name] = await ask(question, context);
    }
    if (question.name === 'name' && answers.name !== undefined) {
      stored = sources.locate(answers.name);
    }
  }
  if (missing.length > 0) throw missingAnswers(missing);
  return answers as Answers;
}

/** Refuses a bad flag before the first question, not after the last one. */
export function checkGiven(languages: readonly Language[], given: Given): void {
  const answers: Partial<Record<QuestionName, string>> = {};
  for (const question of questions) {
    const value = given[question.name];
    if (value !== undefined) {
      answers[question.name] = parseValue(
        question,
        value,
        { languages, answers },
        labelOf(question),
      );
    }
  }
}

/** The value of a question that need not be asked. */
function settledValue(
  question: Question,
  givenAnswers: Given,
  storedAnswers: Given | undefined,
  context: Context,
): string | undefined {
  const given = givenAnswers[question.name];
  const stored = storedAnswers?.[question.name];
  const kept =
    stored === undefined
      ? undefined
      : parseValue(question, stored, context, `.yo-rc.json, ${question.name}`);
  if (given !== undefined) {
    const value = parseValue(question, given, context, labelOf(question));
    if (kept !== undefined && question.isFixed && value !== kept)
      throw fixed(question, kept, value);
    return value;
  }
  if (kept !== undefined) return kept;
  const choices = question.choices?.(context);
  return choices?.length === 1 ? choices[0]!.value : undefined;
}

function fixed(question: Question, kept: string, value: string): CliError {
  return new CliError(exitCode.usage, {
    problem: `${labelOf(question)}: this project was made with "${kept}", found "${value}".`,
    fix: `Leave ${labelOf(question)} out, or make a new project in another folder.`,
  });
}

function missingAnswers(missing: readonly Question[]): CliError {
  const flags = missing.map(({ flag, placeholder }) =>
    flag === undefined ? `<${placeholder}>` : `${flag} <${placeholder}>`,
  );
  return new CliError(exitCode.usage, {
    problem: `Missing, and nobody can be asked (no terminal, CI or --json): ${flags.join(' ')}`,
    fix: 'Give them, or use --yes to take their defaults.',
  });
}
