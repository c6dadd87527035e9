import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const tools = fileURLToPath(new URL('tools.sh', import.meta.url));

/** The path of a tool of tools.sh, which installs it if need be. */
export async function findTool(name: string): Promise<string> {
  const { stdout } = await execa(tools);
  const line = stdout.split('\n').find((each) => each.startsWith(`${name}\t`));
  if (line === undefined) {
    throw new Error(`test/machine/tools.sh names no ${name}, but printed:\n${stdout}`);
  }
  return line.slice(name.length + 1);
}
