import type { Readable } from 'node:stream';

import { execa, ExecaError, type Options } from 'execa';

import { commandLine, type CommandLine } from '../../programs/command-line.ts';

/** Docker is missing, does not respond, or refused a command. */
export class DockerError extends Error {
  /** The docker command: `create`, `image save`. */
  readonly command: string;
  /** Whether every command would fail, because the client or the engine is missing or cannot be used. */
  readonly isMissing: boolean;
  /** What the command has printed, on both streams. */
  readonly output: string;

  constructor(
    message: string,
    {
      command,
      isMissing = false,
      output = '',
      cause,
    }: { command: string; isMissing?: boolean; output?: string; cause?: unknown },
  ) {
    super(message, { cause });
    this.name = 'DockerError';
    this.command = command;
    this.isMissing = isMissing;
    this.output = output;
  }
}

/**
 * The time-out of commands that neither build, pull nor wait: much longer than on a busy machine, so that only a hung
 * engine exceeds it.
 */
export const commandLimitMs = 60_000;

/** For tests: runs a docker command and returns its stdout, without the final newline. Rejects with a DockerError. */
export async function docker(...args: string[]): Promise<string> {
  return (await runDocker(args as readonly string[] as CommandLine)).stdout;
}

export interface DockerOptions {
  cwd?: string;
  /** Changes to the environment variables of the client; undefined removes one. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: none. */
  limitMs?: number;
  /** Whether what the command prints on standard error is shown, and not returned. */
  isShown?: boolean;
  /** Standard input of the command. Default: none. */
  input?: Readable;
  /** Kills the client. */
  signal?: AbortSignal;
  /** Receives the id of the client's process, which gets a session of its own: no signal to this process group ends it. */
  onOwnSession?: (processId: number) => void;
}

/** Runs a docker command and returns stdout and stderr. Rejects with a DockerError. */
export async function runDocker(
  args: CommandLine,
  { cwd, env, limitMs, isShown = false, input, signal, onOwnSession }: DockerOptions = {},
): Promise<{ stdout: string; stderr: string }> {
  const options = {
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    killSignal: 'SIGKILL',
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env }),
    ...(limitMs !== undefined && { timeout: limitMs }),
    stderr: isShown ? 'inherit' : 'pipe',
    ...(signal !== undefined && { cancelSignal: signal }),
    ...(onOwnSession !== undefined && { detached: true }),
  } as const satisfies Options;
  try {
    const process_ = execa('docker', args, options);
    if (process_.pid !== undefined) onOwnSession?.(process_.pid);
    const { stdout, stderr = '' } = await process_;
    return { stdout, stderr };
  } catch (error) {
    throw await explainedDockerError(error, args);
  }
}

/** The DockerError for a docker command that failed in execa. Asks the engine whether it is there, unless it has said so. */
export async function explainedDockerError(
  error: unknown,
  args: CommandLine,
): Promise<DockerError> {
  if (!(error instanceof ExecaError)) throw error;
  const command = commandIn(args);
  if (error.code === 'ENOENT') {
    return new DockerError('Expected the docker command on the PATH, found none.', {
      command,
      isMissing: true,
      cause: error,
    });
  }
  if (error.timedOut) {
    const problem = `docker ${command} timed out: the engine hangs.`;
    return new DockerError(problem, { command, isMissing: true, cause: error });
  }
  const said = (error.stderr ?? '').trim() || error.shortMessage;
  const isMissing = !error.isCanceled && !isOfEngine.test(said) && !(await isReachable());
  const output = `${error.stdout ?? ''}${error.stderr ?? ''}`;
  return new DockerError(said, { command, isMissing, output, cause: error });
}

/** What the client says in the engine's name. */
const isOfEngine = /^Error response from daemon: /m;

/** Long enough for an engine on another machine. */
const versionLimitMs = 10_000;

/**
 * Whether the client reaches an engine. Clients have many messages for one that they do not reach: it is not running, has another
 * address, permissions or certificates are missing, the context does not exist.
 */
async function isReachable(): Promise<boolean> {
  const args = commandLine('version', ['--format', '{{.Server.Version}}']);
  const { exitCode } = await execa('docker', args, {
    stdin: 'ignore',
    reject: false,
    timeout: versionLimitMs,
    killSignal: 'SIGKILL',
  });
  return exitCode === 0;
}

const groups = new Set(['image', 'network', 'container']);

function commandIn([first = '', second = '']: readonly string[]): string {
  return groups.has(first) ? `${first} ${second}` : first;
}
