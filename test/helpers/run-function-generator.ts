import path from 'node:path';
import { vi } from 'vitest';
import helpers from 'yeoman-test';
import FunctionGenerator from '../../generators/function/index.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

const settings = {
  namespace: 'lambda-container:function',
  resolved: path.join(packageRoot, 'generators/function/index.ts'),
};

/** Runs `yo lambda-container:function` as Yeoman does, in this directory. */
export async function runFunctionGenerator(
  cwd: string,
  args: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  // yeoman-test would set --force, which is no flag of this one.
  const given: object = { force: undefined, ...options };
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await helpers
      .create<FunctionGenerator>(FunctionGenerator, settings)
      .cd(cwd)
      .withArguments([...args])
      .withOptions(given);
  } finally {
    write.mockRestore();
    process.chdir(packageRoot);
  }
}
