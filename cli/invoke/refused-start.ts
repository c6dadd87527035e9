import { CliError, exitCode } from '../../terminal/cli-error.ts';

/** The error for an image whose entry point cannot be run: on Lambda, Runtime.InvalidEntrypoint. */
export function refusedStart(refusal: string, image: string): CliError {
  return new CliError(exitCode.conflict, {
    problem: `The image ${image} cannot be started: ${refusal.trim().split('\n').at(-1)!}`,
    fix:
      'Lambda would fail with Runtime.InvalidEntrypoint. ENTRYPOINT must be the absolute path of a binary or ' +
      'script in the image that all users may execute, built for the architecture of the image.',
  });
}
