import { CliError, exitCode } from '../../generators/support/cli-error.ts';
import { DockerError } from '../../lambda/sandbox/docker.ts';

/** No Docker, or no such image, in words of what to do. Anything else is handed on. */
export function refusedByDocker(error: unknown, image: string): unknown {
  if (!(error instanceof DockerError)) return error;
  if (error.isMissing) {
    return new CliError(
      exitCode.missingTool,
      {
        problem: error.message,
        fix: 'Install Docker and start its engine; `docker version` must tell of a server.',
      },
      { cause: error },
    );
  }
  const isUnknown = /pull access denied|not found|manifest unknown|no such host|unable to find/i;
  return new CliError(
    exitCode.conflict,
    {
      problem: isUnknown.test(error.message)
        ? `Expected the image ${image}, found none here and could not pull it: ${lastLine(error.message)}`
        : `Docker refused the image ${image}: ${lastLine(error.message)}`,
      fix: '`docker image ls` lists what is here; `docker build --tag NAME .` adds one.',
    },
    { cause: error },
  );
}

/** An image whose first program cannot be run. Lambda would say Runtime.InvalidEntrypoint. */
export function refusedStart(refusal: string, image: string): CliError {
  return new CliError(exitCode.conflict, {
    problem: `The image ${image} cannot be started: ${lastLine(refusal)}`,
    fix:
      'Lambda would fail with Runtime.InvalidEntrypoint. ENTRYPOINT has to be the absolute path of a program ' +
      'in the image, which all may execute, for the processor of the image.',
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!;
}
