import { docker } from '../../lambda/docker/docker.ts';

/** A volume for what tools keep from one run to the next: packages that they have compiled, and analyses of those. */
const cache = 'lambda-container-test-tools';
const inCache = ['XDG_CACHE_HOME=/cache', 'CARGO_TARGET_DIR=/cache/cargo'];

/**
 * Runs a command for a project in the image of its stage `build`: formatters, linters, compilers. Rejects if the command
 * fails.
 */
export async function runTools(image: string, command: string): Promise<void> {
  const flags = ['--rm', '--workdir', '/src', '--volume', `${cache}:/cache`];
  const variables = inCache.flatMap((assignment) => ['--env', assignment]);
  // Cargo goes by the time of files: those of this project must be newer than what it has made of another one.
  const touched = `find . -name '*.rs' -exec touch {} + && ${command}`;
  await docker('run', ...flags, ...variables, image, 'sh', '-c', touched);
}
