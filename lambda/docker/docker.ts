import { execa, ExecaError } from 'execa';

/** Docker is not there, does not answer, or refused a command. */
export class DockerError extends Error {
  /** Whether any command would fail: there is no client, or no engine. */
  readonly isMissing: boolean;

  constructor(
    message: string,
    { isMissing = false, cause }: { isMissing?: boolean; cause?: unknown },
  ) {
    super(message, { cause });
    this.name = 'DockerError';
    this.isMissing = isMissing;
  }
}

/** What a docker command printed, without the final newline. Rejects with a DockerError. */
export async function docker(...args: string[]): Promise<string> {
  return (await runDocker(args)).stdout;
}

/** A docker command with all that it printed. Rejects with a DockerError. */
export async function runDocker(
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await execa('docker', args, { stdin: 'ignore', ...options });
  } catch (error) {
    throw explainedDockerError(error);
  }
}

/** What went wrong with a docker command that was started with execa. */
export function explainedDockerError(error: unknown): DockerError {
  if (!(error instanceof ExecaError)) throw error;
  if (error.code === 'ENOENT') {
    return new DockerError('Expected the program docker on the PATH, found none.', {
      isMissing: true,
      cause: error,
    });
  }
  const said = (error.stderr ?? '').trim() || error.shortMessage;
  const isMissing = /Cannot connect to the Docker daemon|failed to connect to the docker API/i.test(
    said,
  );
  return new DockerError(said, { isMissing, cause: error });
}
