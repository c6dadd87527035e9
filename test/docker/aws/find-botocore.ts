import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const tools = fileURLToPath(new URL('../../machine/tools.sh', import.meta.url));

/** The directory of the Python package botocore, installed if need be. */
export async function findBotocore(): Promise<string> {
  const { stdout } = await execa(tools);
  const directory = /^botocore\t(.+)$/m.exec(stdout)?.[1];
  if (directory === undefined) {
    throw new Error(`test/machine/tools.sh names no botocore, but printed:\n${stdout}`);
  }
  return directory;
}
