import path from 'node:path';
import { vi } from 'vitest';
import helpers from 'yeoman-test';
import App from '../../generators/app/index.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

const settings = {
  namespace: 'lambda-container:app',
  resolved: path.join(packageRoot, 'generators/app/index.ts'),
};

export interface AppResult {
  readonly stderr: string;
  /** The names of the questions, in the order in which they were asked. */
  readonly asked: readonly string[];
}

/** Runs the generator as Yeoman does, in this directory. */
export async function runApp(
  cwd: string,
  args: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
  answers: Readonly<Record<string, string>> = {},
): Promise<AppResult> {
  // yeoman-test would set --force.
  const given: object = { force: false, ...options };
  let stderr = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  try {
    // Not `run`: it first goes back to the directory of the run before, which is gone by now.
    const { askedQuestions } = await helpers
      .create<App>(App, settings)
      .cd(cwd)
      .withArguments([...args])
      .withOptions(given)
      .withAnswers(answers, { throwOnMissingAnswer: true });
    return { stderr, asked: askedQuestions.map(({ name }) => name) };
  } finally {
    write.mockRestore();
    process.chdir(packageRoot);
  }
}
