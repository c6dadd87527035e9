import type { Prompt } from '../../scaffold/options/prompts.ts';
import { printableQuestion } from '../../terminal/printable-question.ts';

/** Asks at the terminal. Rejects with Inquirer's ExitPromptError on Ctrl-C. */
export const prompt: Prompt = async (question) => {
  // Imported here, because most runs ask nothing.
  const { input, select } = await import('@inquirer/prompts');
  return question.type === 'input'
    ? input(printableQuestion(question))
    : select(printableQuestion(question));
};
