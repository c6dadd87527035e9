import type { ImageFacts } from '../image/image-facts.ts';
import { workingDirectory } from './command.ts';

/** The directories of Lambda itself, and of layers (Lambda guide, "Layer paths for each Lambda runtime"). */
const usual = [
  '/var/task',
  '/var/runtime',
  ...['bin', 'extensions', 'java', 'lib', 'nodejs', 'python', 'ruby'].map((name) => `/opt/${name}`),
];

/** Directories of the distribution. A function started in one of them does not own the files there. */
const others = /^\/(usr|bin|sbin|lib|lib64|etc|opt|root|tmp|var)?(\/|$)/;

/** The directories that can contain a function's own files: those of Lambda, and WORKDIR. */
export function functionDirectories(image: ImageFacts): readonly string[] {
  const directory = workingDirectory(image);
  const isOwn = !others.test(directory) || /^\/(usr\/src|opt|var)\/./.test(directory);
  return isOwn && !usual.includes(directory) ? [...usual, directory] : usual;
}

/** Whether a path is one of the directories, or in one of them. */
export function isWithin(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => path === directory || path.startsWith(`${directory}/`));
}
