import type { Prompt } from '../../scaffold/options/prompts.ts';

/** Asks at the terminal. Rejects with Inquirer's ExitPromptError at a Ctrl-C. */
export const prompt: Prompt = async (question) => {
  // Only here: most runs ask nothing.
  const { input, select } = await import('@inquirer/prompts');
  return question.type === 'input' ? input(question) : select(question);
};
