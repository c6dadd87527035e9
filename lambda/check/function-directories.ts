import type { ImageFacts } from '../image/image-facts.ts';
import { workingFolder } from './command.ts';

/** Lambda's own, and those of layers ("Layer paths for each Lambda runtime" in the Lambda guide). */
const usual = [
  '/var/task',
  '/var/runtime',
  ...['bin', 'extensions', 'java', 'lib', 'nodejs', 'python', 'ruby'].map((name) => `/opt/${name}`),
];

/** Folders of distributions: those who start a function in one have not put it there. */
const others = /^\/(usr|bin|sbin|lib|lib64|etc|opt|root|tmp|var)?(\/|$)/;

/** Where a function's own files are: Lambda's folders, and the one in which it is started. */
export function functionDirectories(image: ImageFacts): readonly string[] {
  const folder = workingFolder(image);
  const isOwn = !others.test(folder) || /^\/(usr\/src|opt|var)\/./.test(folder);
  return isOwn && !usual.includes(folder) ? [...usual, folder] : usual;
}

/** Whether a path is one of the folders, or below. */
export function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
