import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const tools = fileURLToPath(new URL('../machine/tools.sh', import.meta.url));

/** The path of the hadolint program, which test/machine/tools.sh has installed. */
export const hadolint = async (): Promise<string> => {
  const { stdout } = await execa(tools, ['hadolint']);
  return stdout;
};
