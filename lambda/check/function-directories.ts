import type { ImageFacts } from '../image/image-facts.ts';
import { workingDirectory } from './command.ts';

/** Lambda's own, and those of layers ("Layer paths for each Lambda runtime" in the Lambda guide). */
const usual = [
  '/var/task',
  '/var/runtime',
  ...['bin', 'extensions', 'java', 'lib', 'nodejs', 'python', 'ruby'].map((name) => `/opt/${name}`),
];

/** Directories of distributions: those who start a function in one have not put it there. */
const others = /^\/(usr|bin|sbin|lib|lib64|etc|opt|root|tmp|var)?(\/|$)/;

/** Where a function's own files are: Lambda's directories, and the one in which it is started. */
export function functionDirectories(image: ImageFacts): readonly string[] {
  const directory = workingDirectory(image);
  const isOwn = !others.test(directory) || /^\/(usr\/src|opt|var)\/./.test(directory);
  return isOwn && !usual.includes(directory) ? [...usual, directory] : usual;
}

/** Whether a path is one of the directories, or below. */
export function isWithin(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => path === directory || path.startsWith(`${directory}/`));
}
