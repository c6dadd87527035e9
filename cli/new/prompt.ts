import type { Prompt } from '../../scaffold/options/prompts.ts';
import { printable } from '../../terminal/printable.ts';

/** Asks at the terminal. Rejects with Inquirer's ExitPromptError on Ctrl-C. */
export const prompt: Prompt = async (question) => {
  // Imported here, because most runs ask nothing.
  const { input, select } = await import('@inquirer/prompts');
  // It may name a file or a directory.
  const message = printable(question.message);
  return question.type === 'input'
    ? input({ ...question, message })
    : select({ ...question, message });
};
