import { ExecaError } from 'execa';

import { commandLine } from '../../programs/command-line.ts';
import { DockerError, runDocker } from '../../lambda/docker/docker.ts';

/** A docker command that may fail: its exit code and what it printed. */
export async function dockerResult(...args: string[]) {
  try {
    return { exitCode: 0, ...(await runDocker(commandLine(args[0]!, args.slice(1)))) };
  } catch (error) {
    const cause = error instanceof DockerError ? error.cause : undefined;
    if (!(cause instanceof ExecaError)) throw error;
    const { exitCode, stdout, stderr } = cause;
    return { exitCode, stdout: String(stdout), stderr: String(stderr) };
  }
}
