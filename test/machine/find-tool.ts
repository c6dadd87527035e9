import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const tools = fileURLToPath(new URL('tools.sh', import.meta.url));

let printed: Promise<string> | undefined;

/** The path of a tool of test/machine, installed if need be: that of the directory of its commands for `python-tools`. */
export async function findTool(name: string): Promise<string> {
  printed ??= execa(tools).then(({ stdout }) => stdout);
  const stdout = await printed;
  const line = stdout.split('\n').find((each) => each.startsWith(`${name}\t`));
  if (line === undefined) {
    throw new Error(`test/machine/tools.sh names no ${name}, but printed:\n${stdout}`);
  }
  return line.slice(name.length + 1);
}
