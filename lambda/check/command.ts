import path from 'node:path';

import type { FoundFile } from '../image/tree/file-tree.ts';
import type { ImageFacts } from '../image/image-facts.ts';

/** What Lambda starts: it puts CMD after ENTRYPOINT, as Docker does. */
export function commandOf({ config }: ImageFacts): readonly string[] {
  return [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
}

/** The value of a variable, the last one that is set. */
export function variable({ config }: ImageFacts, wanted: string): string | undefined {
  return config.env.findLast(({ name }) => name === wanted)?.value;
}

/** The directory in which the function is started. */
export function workingDirectory({ config }: ImageFacts): string {
  return path.posix.resolve('/', config.workingDir ?? '/');
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where a command is, with symlinks followed: its own path, or the first of PATH that has it. */
export function findCommand(image: ImageFacts, command: string): FoundFile | undefined {
  const directories = command.includes('/')
    ? [workingDirectory(image)]
    : (variable(image, 'PATH') ?? usualPath).split(':');
  for (const directory of directories) {
    const found = image.files.find(path.posix.resolve(directory, command));
    if (!('problem' in found) && found.facts.type === 'file') return found;
  }
  return undefined;
}

/** The first line of a script, as the kernel reads it. */
export interface Shebang {
  interpreter: string;
  /** What `env` is to start, if it is the interpreter. */
  viaEnv: string | undefined;
  hasCarriageReturn: boolean;
}

/** The kernel reads no more of a first line (BINPRM_BUF_SIZE). */
const longestLine = 256;

export function shebangOf(content: Buffer | undefined): Shebang | undefined {
  const text = content?.toString('latin1', 0, longestLine) ?? '';
  const line = /^#![ \t]*([^\n]*)/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const hasCarriageReturn = line.endsWith('\r');
  const [interpreter, ...rest] = line.trimEnd().split(/[ \t]+/);
  return {
    interpreter: interpreter!,
    // Options, and variables, come before the name.
    viaEnv: interpreter!.endsWith('/env')
      ? rest.find((word) => !word.startsWith('-') && !word.includes('='))
      : undefined,
    hasCarriageReturn,
  };
}

/** Whether a command is a shell with a script as its argument, as the shell form of instructions has it. */
export function isShellForm([program, flag]: readonly string[]): boolean {
  return /\/(ba|da|a)?sh$/.test(program ?? '') && flag === '-c';
}

/** The first directory above a path, or the path itself if it is one, that others than the owner may not enter. */
export function closedDirectory(image: ImageFacts, file: string): FoundFile | undefined {
  let closed: FoundFile | undefined;
  for (let each = file; each !== '/'; each = path.posix.dirname(each)) {
    const found = image.files.find(each);
    if ('problem' in found || found.facts.type !== 'directory') continue;
    if ((found.facts.mode & 0o001) === 0) closed = found;
  }
  return closed;
}
