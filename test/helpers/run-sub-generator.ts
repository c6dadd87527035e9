import path from 'node:path';
import { vi } from 'vitest';
import helpers from 'yeoman-test';
import DeployGenerator from '../../generators/deploy/index.ts';
import FunctionGenerator from '../../generators/function/index.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

const generators = { deploy: DeployGenerator, function: FunctionGenerator };

/** Runs `yo lambda-container:<name>` as Yeoman does, in this directory. */
export async function runSubGenerator(
  name: keyof typeof generators,
  cwd: string,
  args: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  // yeoman-test would set --force, which is no flag of these.
  const given: object = { force: undefined, ...options };
  const settings = {
    namespace: `lambda-container:${name}`,
    resolved: path.join(packageRoot, `generators/${name}/index.ts`),
  };
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await helpers
      .create(generators[name], settings)
      .cd(cwd)
      .withArguments([...args])
      .withOptions(given);
  } finally {
    write.mockRestore();
    process.chdir(packageRoot);
  }
}
