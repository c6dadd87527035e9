import { CliError, exitCode } from '../../terminal/cli-error.ts';

/** An image whose first program cannot be run. Lambda would say Runtime.InvalidEntrypoint. */
export function refusedStart(refusal: string, image: string): CliError {
  return new CliError(exitCode.conflict, {
    problem: `The image ${image} cannot be started: ${refusal.trim().split('\n').at(-1)!}`,
    fix:
      'Lambda would fail with Runtime.InvalidEntrypoint. ENTRYPOINT has to be the absolute path of a program ' +
      'in the image, which all may execute, for the processor of the image.',
  });
}
