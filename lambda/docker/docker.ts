import { execa, ExecaError, type Options } from 'execa';

/** Docker is not there, does not answer, or refused a command. */
export class DockerError extends Error {
  /** What was asked of it: `create`, `image save`. */
  readonly command: string;
  /** Whether any command would fail: there is no client, or no engine. */
  readonly isMissing: boolean;

  constructor(
    message: string,
    {
      command,
      isMissing = false,
      cause,
    }: { command: string; isMissing?: boolean; cause?: unknown },
  ) {
    super(message, { cause });
    this.name = 'DockerError';
    this.command = command;
    this.isMissing = isMissing;
  }
}

/**
 * How long a command may take that has nothing to build, to pull or to wait for: much longer than on a busy
 * machine, so that only an engine that hangs is given up.
 */
export const commandLimitMs = 60_000;

/** What a docker command printed, without the final newline. Rejects with a DockerError. */
export async function docker(...args: string[]): Promise<string> {
  return (await runDocker(args)).stdout;
}

export interface DockerOptions {
  cwd?: string;
  /** After so many ms the command is given up; by default it may take as long as it likes. */
  limitMs?: number;
}

/** A docker command with all that it printed. Rejects with a DockerError. */
export async function runDocker(
  args: readonly string[],
  { cwd, limitMs }: DockerOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const options = {
    stdin: 'ignore',
    ...(cwd !== undefined && { cwd }),
    ...(limitMs !== undefined && { timeout: limitMs, killSignal: 'SIGKILL' }),
  } as const satisfies Options;
  try {
    return await execa('docker', args, options);
  } catch (error) {
    throw explainedDockerError(error, args);
  }
}

/** What went wrong with a docker command that was started with execa. */
export function explainedDockerError(error: unknown, args: readonly string[]): DockerError {
  if (!(error instanceof ExecaError)) throw error;
  const command = commandIn(args);
  if (error.code === 'ENOENT') {
    return new DockerError('Expected the program docker on the PATH, found none.', {
      command,
      isMissing: true,
      cause: error,
    });
  }
  const said = error.timedOut
    ? `docker ${command} has not ended in time: the engine hangs.`
    : (error.stderr ?? '').trim() || error.shortMessage;
  const isMissing = /Cannot connect to the Docker daemon|failed to connect to the docker API/i.test(
    said,
  );
  return new DockerError(said, { command, isMissing, cause: error });
}

const groups = new Set(['image', 'network', 'container']);

function commandIn([first = '', second = '']: readonly string[]): string {
  return groups.has(first) ? `${first} ${second}` : first;
}
