import { execa } from 'execa';

import { commandLine } from '../../programs/command-line.ts';
import {
  commandLimitMs,
  DockerError,
  type DockerOptions,
  explainedDockerError,
  runDocker,
} from './docker.ts';
import { megabytes } from './megabytes.ts';
import { awaitCreation } from './reaper.ts';
import { handRemoval, type Owner } from './removal.ts';

/** An output stream of a process. */
export type Stream = 'stdout' | 'stderr';

/** How the first process of a container exited. */
export interface Ending {
  exitStatus: number;
  /** Docker's message if the process could not be started. */
  refusal?: string;
  /** Killed by the kernel because the container was out of memory. */
  isOutOfMemory: boolean;
}

/** A container whose first process can be restarted. Each start has an empty /tmp. */
export interface Container {
  /**
   * Resolves when the process has exited and all of its output has been passed on. Rejects with a DockerError if the
   * engine has not run it.
   */
  run(onOutput: (text: string, stream: Stream) => void): Promise<Ending>;
  /** Sends a signal to the first process; does nothing if it has exited. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Changes limits, with flags of `docker update`. */
  update(options: readonly string[]): Promise<void>;
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** The first process: its id on the engine's machine, 0 if it is not running, and its start time as in Date.now(). */
  firstProcess(): Promise<{ id: number; startedAt: number | undefined }>;
  /** The current memory use according to `docker stats`, in MB; not the peak. */
  memoryUsage(): Promise<number>;
  /** The time-out of its docker commands. */
  commandLimitMs: number;
}

export interface ContainerOptions {
  /** Must be unused and consist of characters that Docker allows. */
  name: string;
  image: string;
  command: readonly string[];
  /** Environment variables; undefined removes one that the image, the engine or its client would set. */
  env: Readonly<Record<string, string | undefined>>;
  /** Whether the image has directories that VOLUME makes writable; here they are read-only. */
  hasVolumes?: boolean;
  /** Further flags of `docker create`. */
  options: readonly string[];
  /** The time-out of docker commands, except `docker create`, which may have to pull the image. */
  limitMs?: number;
}

/** An image with many layers may have to be unpacked for its first container. */
export const createLimitFactor = 10;

/**
 * Before the container exists, its removal is handed to `owner`, who has to do it even if this fails. It kills the processes, and
 * makes all pending commands fail. Rejects with a DockerError if the image is missing or the flags are refused.
 */
export async function createContainer(
  {
    name,
    image,
    command,
    env,
    hasVolumes = false,
    options,
    limitMs = commandLimitMs,
  }: ContainerOptions,
  owner: Owner,
): Promise<Container> {
  // A name without a value is copied from the client's environment, or removed if it is not there.
  const variables = Object.entries(env).flatMap(([key, value]) => [
    '--env',
    value === undefined ? key : `${key}=${value}`,
  ]);
  const removed = Object.entries(env).filter(([, value]) => value === undefined);
  // An anonymous volume is writable, unless it is that of another container.
  const holder = `${name}-volumes`;
  const names = hasVolumes ? [name, holder] : [name];
  const volumes = hasVolumes ? ['--volumes-from', `${holder}:ro`] : [];
  const removal = new AbortController();
  const usual = { limitMs, signal: removal.signal };
  async function onContainer(verb: string, ...flags: string[]): Promise<string> {
    return (await runDocker(commandLine(verb, flags, [name]), usual)).stdout;
  }
  async function create(flags: readonly string[]): Promise<void> {
    let exited: (() => void) | undefined;
    await runDocker(commandLine('create', flags, [image, ...command]), {
      env: Object.fromEntries(removed),
      limitMs: limitMs * createLimitFactor,
      onOwnSession: (processId) => (exited = awaitCreation(processId)),
    }).finally(() => exited?.());
  }

  // Clients exit with the container, unless they hang.
  handRemoval(owner, 'container', names, limitMs, () => removal.abort());
  if (hasVolumes) await create(['--name', holder]);
  // The engine would keep the output on its disk, too.
  const log = ['--log-driver', 'none'];
  await create(['--name', name, ...log, ...options, ...volumes, ...variables]);

  return {
    commandLimitMs: limitMs,
    async run(onOutput) {
      const args = commandLine('start', ['--attach'], [name]);
      const process_ = execa('docker', args, {
        reject: false,
        stdin: 'ignore',
        buffer: false,
        cancelSignal: removal.signal,
        killSignal: 'SIGKILL',
      });
      // The client's own message is mixed into the output. It is the only one, and the function may begin with the same words.
      let said = '';
      let hasOutput = false;
      function passOn(text: string, stream: Stream): void {
        hasOutput = true;
        if (said !== '') onOutput(said, 'stderr');
        said = '';
        if (text !== '') onOutput(text, stream);
      }
      async function passOnIfStarted(): Promise<void> {
        const { StartedAt, Error } = await stateOf(name, usual);
        if (Date.parse(StartedAt) > 0 && Error === '') passOn('', 'stderr');
      }
      for (const stream of ['stdout', 'stderr'] as const) {
        process_[stream].setEncoding('utf8').on('data', (text: string) => {
          if (hasOutput || stream === 'stdout' || !refusedStart.test(said + text)) {
            passOn(text, stream);
          } else {
            said += text;
            // If this fails, the ending tells.
            passOnIfStarted().catch(() => {});
          }
        });
      }
      const result = await process_;
      if (result instanceof Error && result.code === 'ENOENT') {
        throw await explainedDockerError(result, args);
      }
      const ending = await endingOf(name, result.exitCode, said, usual);
      if (ending.refusal === undefined) passOn('', 'stderr');
      return ending;
    },
    signal: (signal) => unlessEnded(onContainer('kill', '--signal', signal)),
    async update(limits) {
      await onContainer('update', ...limits);
    },
    pause: () => unlessEnded(pauseAtLast(() => onContainer('pause'))),
    unpause: () => unlessEnded(onContainer('unpause')),
    async firstProcess() {
      const { Pid, StartedAt } = await stateOf(name, usual);
      // The engine may run on another machine with its own clock. Before the start, the time is in the year 1.
      const startedAt = Math.min(Date.parse(StartedAt), Date.now());
      return { id: Pid, startedAt: startedAt > 0 ? startedAt : undefined };
    },
    async memoryUsage() {
      return megabytes(await onContainer('stats', '--no-stream', '--format', '{{.MemUsage}}'));
    },
  };
}

const mostPauses = 50;

/** On a busy machine, Docker's runtime can give up before all processes are frozen. */
async function pauseAtLast(pause: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await pause();
      return;
    } catch (error) {
      const isTooBusy = error instanceof DockerError && error.message.includes('unable to freeze');
      if (!isTooBusy || tries === mostPauses) throw error;
    }
  }
}

/** How a message of the client itself begins. */
const refusedStart = /^Error response from daemon: /;

interface State {
  Status: string;
  Pid: number;
  StartedAt: string;
  ExitCode: number;
  Error: string;
  OOMKilled: boolean;
}

async function stateOf(name: string, options: DockerOptions): Promise<State> {
  const args = commandLine('inspect', ['--format', '{{json .State}}'], [name]);
  const { stdout } = await runDocker(args, options);
  try {
    return JSON.parse(stdout) as State;
  } catch (error) {
    throw new DockerError(`Expected docker inspect to print JSON, found: ${stdout.slice(0, 200)}`, {
      command: 'inspect',
      cause: error,
    });
  }
}

async function endingOf(
  name: string,
  exitCode: number | undefined,
  said: string,
  options: DockerOptions,
): Promise<Ending> {
  try {
    const { Status, ExitCode, Error, OOMKilled } = await stateOf(name, options);
    if (Error === '' && (Status === 'created' || Status === 'running')) {
      const how = said.trim() || `The docker client exited with status ${exitCode}.`;
      const problem = `docker start left the container ${Status}: ${how}`;
      throw new DockerError(problem, { command: 'start' });
    }
    const refusal = Error === '' ? {} : { refusal: Error };
    return { exitStatus: ExitCode, isOutOfMemory: OOMKilled, ...refusal };
  } catch (error) {
    if (!(error instanceof DockerError && isAbsent.test(error.message))) throw error;
    // The container was removed by another process: only the exit status of the client is known.
    return { exitStatus: exitCode ?? 137, isOutOfMemory: false };
  }
}

const isAbsent = /no such (?:object|container)/i;

/** The process may exit between a check and a command. */
async function unlessEnded(command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (!(
      error instanceof DockerError &&
      /is not running|is not paused|is already paused/.test(error.message)
    )) {
      throw error;
    }
  }
}
