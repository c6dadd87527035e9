import { execa, ExecaError, type Options } from 'execa';

/** Docker is missing, does not respond, or refused a command. */
export class DockerError extends Error {
  /** The docker command: `create`, `image save`. */
  readonly command: string;
  /** Whether every command would fail, because the client or the engine is missing. */
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
 * The time-out of commands that neither build, pull nor wait: much longer than on a busy machine, so that only a hung
 * engine exceeds it.
 */
export const commandLimitMs = 60_000;

/** Runs a docker command and returns its stdout, without the final newline. Rejects with a DockerError. */
export async function docker(...args: string[]): Promise<string> {
  return (await runDocker(args)).stdout;
}

export interface DockerOptions {
  cwd?: string;
  /** Changes to the environment variables of the client; undefined removes one. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: none. */
  limitMs?: number;
}

/** Runs a docker command and returns stdout and stderr. Rejects with a DockerError. */
export async function runDocker(
  args: readonly string[],
  { cwd, env, limitMs }: DockerOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const options = {
    stdin: 'ignore',
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env }),
    ...(limitMs !== undefined && { timeout: limitMs, killSignal: 'SIGKILL' }),
  } as const satisfies Options;
  try {
    return await execa('docker', args, options);
  } catch (error) {
    throw explainedDockerError(error, args);
  }
}

/** The DockerError for a docker command that failed in execa. */
export function explainedDockerError(error: unknown, args: readonly string[]): DockerError {
  if (!(error instanceof ExecaError)) throw error;
  const command = commandIn(args);
  if (error.code === 'ENOENT') {
    return new DockerError('Expected the docker command on the PATH, found none.', {
      command,
      isMissing: true,
      cause: error,
    });
  }
  const said = error.timedOut
    ? `docker ${command} timed out: the engine hangs.`
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
