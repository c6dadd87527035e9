import { CliError, exitCode } from '../terminal/cli-error.ts';
import { DockerError } from '../lambda/docker/docker.ts';

/** Converts errors about Docker or a missing image to ones that say what to do. Others are returned unchanged. */
export function refusedByDocker(error: unknown, image: string): unknown {
  // Both the work and the removal of its container failed: the work says why.
  if (error instanceof Error && error.name === 'SuppressedError') {
    return refusedByDocker((error as SuppressedError).suppressed, image);
  }
  if (!(error instanceof DockerError)) return error;
  if (error.isMissing) {
    return new CliError(
      exitCode.missingTool,
      {
        problem: error.message,
        fix: 'Install Docker and start its engine. `docker version` must show a server.',
      },
      { cause: error },
    );
  }
  if (isRemoved.test(error.message)) {
    return new CliError(
      exitCode.failed,
      {
        problem: `The container of the function was removed while it was in use: ${lastLine(error.message)}`,
        fix: 'Try again, and leave containers alone whose name begins with lambda-container.',
      },
      { cause: error },
    );
  }
  if (!isAboutImage.test(error.command)) {
    return new CliError(
      exitCode.failed,
      {
        problem: `docker ${error.command} failed: ${lastLine(error.message)}`,
        fix: '`docker version` and `docker info` tell whether the engine is well. Try again when it is.',
      },
      { cause: error },
    );
  }
  return new CliError(
    exitCode.conflict,
    {
      problem: problem(error.message, image),
      fix: 'List images with `docker image ls`, or build one with `docker build --tag NAME .`',
    },
    { cause: error },
  );
}

/** What fails by the image that was named. */
const isAboutImage = /^(?:create|image .*)$/;

const isRemoved = /no such (?:object|container)|marked for removal/i;
const isAbsent = /no such image|reference does not exist/i;
const isNotPulled = /pull access denied|not found|manifest unknown|no such host|unable to find/i;

function problem(said: string, image: string): string {
  const last = lastLine(said);
  if (isAbsent.test(said)) return `Expected the image ${image}, found none here: ${last}`;
  return isNotPulled.test(said)
    ? `Expected the image ${image}, found none here and could not pull it: ${last}`
    : `Docker refused the image ${image}: ${last}`;
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1)!;
}
