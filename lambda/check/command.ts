import path from 'node:path';

import type { FoundFile } from '../image/tree/file-tree.ts';
import type { ImageFacts } from '../image/image-facts.ts';

/** What Lambda starts: it puts CMD after ENTRYPOINT, as Docker does. */
export const commandOf = ({ config }: ImageFacts): readonly string[] => [
  ...(config.entrypoint ?? []),
  ...(config.cmd ?? []),
];

/** The value of a variable, the last one that is set. */
export const variable = ({ config }: ImageFacts, wanted: string): string | undefined =>
  config.env.findLast(({ name }) => name === wanted)?.value;

/** The folder in which the function is started. */
export const workingFolder = ({ config }: ImageFacts): string =>
  path.posix.resolve('/', config.workingDir ?? '/');

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where a command is, with symlinks followed: its own path, or the first of PATH that has it. */
export const findCommand = (image: ImageFacts, command: string): FoundFile | undefined => {
  const folders = command.includes('/')
    ? [workingFolder(image)]
    : (variable(image, 'PATH') ?? usualPath).split(':');
  for (const folder of folders) {
    const found = image.files.find(path.posix.resolve(folder, command));
    if (!('problem' in found) && found.facts.type === 'file') return found;
  }
  return undefined;
};

/** The first line of a script, as the kernel reads it. */
export type Shebang = {
  interpreter: string;
  argument: string | undefined;
  hasCarriageReturn: boolean;
};

/** The kernel reads no more of a first line (BINPRM_BUF_SIZE). */
const longestLine = 256;

export const shebangOf = (content: Buffer | undefined): Shebang | undefined => {
  const text = content?.toString('latin1', 0, longestLine) ?? '';
  const line = /^#![ \t]*([^\n]*)/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const hasCarriageReturn = line.endsWith('\r');
  const [interpreter, ...rest] = line.trimEnd().split(/[ \t]+/);
  const argument = rest.join(' ');
  return {
    interpreter: interpreter!,
    argument: argument === '' ? undefined : argument,
    hasCarriageReturn,
  };
};
