import path from 'node:path';

import type { ImageFacts } from '../image/image-facts.ts';
import { once } from '../image/once.ts';
import { commandOf, variable, workingDirectory } from './command.ts';

/** The directories of Lambda itself, and of layers (Lambda guide, "Layer paths for each Lambda runtime"). */
const usual = [
  '/var/task',
  '/var/runtime',
  ...['bin', 'extensions', 'java', 'lib', 'nodejs', 'python', 'ruby'].map((name) => `/opt/${name}`),
];

/** Directories of the distribution, and of the runtime in the base images of AWS. */
const distribution =
  /^\/(usr|bin|boot|dev|etc|lib\w*|media|mnt|proc|run|sbin|sys|tmp|var|opt|root|home)?$|^\/(usr|bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|tmp|var\/(lang|lib|cache|log|spool|tmp|run))\//;

/** Also where functions are put. */
const exceptions = /^\/(usr\/src|usr\/local\/bundle|var\/(task|runtime))(\/|$)/;

/** Whether a path is where a distribution has its files: a function that is started there does not own them. */
export function isOfDistribution(file: string): boolean {
  return distribution.test(file) && !exceptions.test(file);
}

/** Variables in which languages and the dynamic loader have directories to search. */
const searchPaths = [
  'PYTHONPATH',
  'NODE_PATH',
  'LD_LIBRARY_PATH',
  'CLASSPATH',
  'RUBYLIB',
  'GEM_HOME',
  'GEM_PATH',
  'BUNDLE_PATH',
  'PERL5LIB',
  'ERL_LIBS',
  'VIRTUAL_ENV',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];

/**
 * The directories and files that are a function's own: those of Lambda, WORKDIR, and what the command and search
 * paths name.
 */
export const functionDirectories = once((image: ImageFacts): readonly string[] => {
  const directory = workingDirectory(image);
  const searched = searchPaths.flatMap((name) => (variable(image, name) ?? '').split(':'));
  const named = [
    ...searched.map((each) => each.replace(/\/\*$/, '')).filter((each) => each.startsWith('/')),
    ...commandOf(image)
      .filter((word) => /^[\w./][\w./@+-]*$/.test(word) && word.includes('/'))
      .map((word) => path.posix.resolve(directory, word)),
  ];
  const own = new Set(usual);
  for (const each of [directory, ...named.flatMap((name) => placesOf(image, name))]) {
    if (!isOfDistribution(each)) own.add(each);
  }
  return [...own];
});

/** A directory, or a file and its directory. */
function placesOf(image: ImageFacts, name: string): string[] {
  const found = image.files.find(name);
  if ('problem' in found) return [];
  return found.facts.type === 'directory'
    ? [found.path]
    : [found.path, path.posix.dirname(found.path)];
}
