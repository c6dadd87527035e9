import type { Ask } from './answers.ts';
import type { Decide } from '../project/function-project.ts';
import { type Context, checkValue, type Question } from './options.ts';
import type { ReconciledFile } from '../project/reconcile.ts';

/** The part of Yeoman's adapter that asks. */
export type Prompt = (questions: readonly object[]) => Promise<Record<string, unknown>>;

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  const { CI } = process.env;
  const isCi = CI !== undefined && CI !== '' && CI !== 'false';
  return process.stdin.isTTY && !isCi;
}

export function askWith(prompt: Prompt, onAsk: () => void): Ask {
  return async (question, context) => {
    onAsk();
    return String(await answerOf(prompt, question.name, promptFor(question, context)));
  };
}

export function decideWith(prompt: Prompt, log: (line: string) => void): Decide {
  const decide: Decide = async (file) => {
    const answer = await answerOf(prompt, 'decision', {
      type: 'select',
      message: `You changed ${file.path}, and the generator has a newer one`,
      choices: [
        { name: 'keep mine', value: 'keep' },
        { name: 'overwrite it', value: 'overwrite' },
        { name: 'show the difference', value: 'diff' },
      ],
    });
    if (answer !== 'diff') return answer === 'overwrite' ? 'overwrite' : 'keep';
    log(await differenceOf(file));
    return decide(file);
  };
  return decide;
}

function promptFor(question: Question, context: Context): object {
  const choices = question.choices?.(context);
  const common = { message: question.question, default: question.default(context) };
  if (choices !== undefined) {
    return {
      ...common,
      type: 'select',
      choices: choices.map(({ value, title = value }) => ({ name: title, value })),
    };
  }
  return {
    ...common,
    type: 'input',
    validate: (value: string) => {
      const checked = checkValue(question, value, context);
      return typeof checked === 'string' || `${checked.problem} ${checked.fix}`;
    },
  };
}

async function answerOf(prompt: Prompt, name: string, question: object): Promise<unknown> {
  const answers = await prompt([{ ...question, name }]);
  return answers[name];
}

async function differenceOf({ path, onDisk, contents }: ReconciledFile): Promise<string> {
  // Only here: most runs have no conflict.
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(
    path,
    path,
    String(onDisk ?? ''),
    contents.toString(),
    'yours',
    'generated',
  );
}
