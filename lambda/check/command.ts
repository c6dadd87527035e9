import path from 'node:path';

import type { FoundFile } from '../image/tree/file-tree.ts';
import type { ImageFacts } from '../image/image-facts.ts';

/** The command that Lambda starts: ENTRYPOINT followed by CMD, as in Docker. */
export function commandOf({ config }: ImageFacts): readonly string[] {
  return [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
}

/** The value of an environment variable of the image; the last one wins. */
export function variable({ budget, config }: ImageFacts, wanted: string): string | undefined {
  budget.spend('steps', config.env.length);
  return config.env.findLast(({ name }) => name === wanted)?.value;
}

/** The directory in which Lambda starts the function. */
export function workingDirectory({ config }: ImageFacts): string {
  return path.posix.resolve('/', config.workingDir ?? '/');
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Linux has neither longer names nor longer paths (NAME_MAX, PATH_MAX). */
const longestName = 255;
const longestPath = 4096;

const searchPaths = new WeakMap<ImageFacts, readonly string[]>();

/** The directories of PATH, each once. */
function searchPath(image: ImageFacts): readonly string[] {
  let directories = searchPaths.get(image);
  if (directories === undefined) {
    const all = (variable(image, 'PATH') ?? usualPath).split(':');
    directories = [...new Set(all.filter((each) => each.length <= longestPath))];
    searchPaths.set(image, directories);
  }
  return directories;
}

export interface LocatedCommand {
  /** The absolute path that is started, which may be a symbolic link. */
  link: string;
  file: FoundFile;
}

/** Where a command is: its path, or the first match on PATH. */
export function locateCommand(image: ImageFacts, command: string): LocatedCommand | undefined {
  const isPath = command.includes('/');
  if (command.length > (isPath ? longestPath : longestName)) return undefined;
  for (const directory of isPath ? [workingDirectory(image)] : searchPath(image)) {
    const link = path.posix.resolve(directory, command);
    const file = image.files.find(link);
    if (!('problem' in file) && file.facts.type === 'file') return { link, file };
  }
  return undefined;
}

/** The file of a command, with symbolic links followed. */
export function findCommand(image: ImageFacts, command: string): FoundFile | undefined {
  return locateCommand(image, command)?.file;
}

/** The first line of a script, as the kernel reads it. */
export interface Shebang {
  interpreter: string;
  /** The command that `env` starts, if the interpreter is `env`. */
  viaEnv: string | undefined;
  hasCarriageReturn: boolean;
}

/** The kernel reads at most this much of the first line (BINPRM_BUF_SIZE). */
const longestLine = 256;

export function shebangOf(content: Buffer | undefined): Shebang | undefined {
  const text = content?.toString('latin1', 0, longestLine) ?? '';
  const line = /^#![ \t]*([^\n]*)/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const hasCarriageReturn = line.endsWith('\r');
  const [interpreter, ...rest] = line.trimEnd().split(/[ \t]+/);
  return {
    interpreter: interpreter!,
    // Flags and variables come before the command.
    viaEnv: interpreter!.endsWith('/env')
      ? rest.find((word) => !word.startsWith('-') && !word.includes('='))
      : undefined,
    hasCarriageReturn,
  };
}

/** Whether a command is a shell with a script as its argument: what shell form becomes in the image configuration. */
export function isShellForm([executable, flag]: readonly string[]): boolean {
  return /\/(ba|da|a)?sh$/.test(executable ?? '') && flag === '-c';
}

/** The topmost directory on a path, including the path itself, that others may not enter. */
export function closedDirectory(image: ImageFacts, file: string): FoundFile | undefined {
  let closed: FoundFile | undefined;
  for (let each = file; each !== '/'; each = path.posix.dirname(each)) {
    const found = image.files.find(each);
    if ('problem' in found || found.facts.type !== 'directory') continue;
    if ((found.facts.mode & 0o001) === 0) closed = found;
  }
  return closed;
}
