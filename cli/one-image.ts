import { CliError, exitCode } from '../terminal/cli-error.ts';

/** Names of images, and paths: no flags, nothing empty, no control characters. */
const isName = /^[^\s\p{C}-][^\p{C}]*$/u;

/** The image that a command is for. Throws a CliError if there is none, or more than one. */
export function oneImage(positionals: readonly string[], command: string): string {
  const [image, ...more] = positionals;
  if (image !== undefined && more.length === 0 && !isName.test(image)) {
    throw new CliError(exitCode.usage, {
      problem: `Expected the name of an image, found "${image}".`,
      fix: 'It begins with a letter or a digit, and has no spaces. `docker image ls` lists what is here.',
    });
  }
  if (image !== undefined && more.length === 0) return image;
  const found = image === undefined ? 'none' : `${positionals.length}: ${positionals.join(', ')}`;
  throw new CliError(exitCode.usage, {
    problem: `Expected one image, found ${found}.`,
    fix: `Build one with \`docker build --tag hello .\`, and name it: lambda-container ${command} hello`,
  });
}
