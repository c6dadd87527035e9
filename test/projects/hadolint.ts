import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const tools = fileURLToPath(new URL('../machine/tools.sh', import.meta.url));

/** The path of the hadolint program, installed if need be. */
export async function findHadolint(): Promise<string> {
  const { stdout } = await execa(tools);
  const program = /^hadolint\t(.+)$/m.exec(stdout)?.[1];
  if (program === undefined) {
    throw new Error(`test/machine/tools.sh names no hadolint, but printed:\n${stdout}`);
  }
  return program;
}
