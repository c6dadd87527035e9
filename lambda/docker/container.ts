import { execa } from 'execa';

import { commandLimitMs, DockerError, explainedDockerError, runDocker } from './docker.ts';
import { megabytes } from './megabytes.ts';
import { forget, watch } from './reaper.ts';

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
  /** Removes the container and kills its processes. */
  remove(): Promise<void>;
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

/** Rejects with a DockerError if the image is missing or the flags are refused. */
export async function createContainer({
  name,
  image,
  command,
  env,
  hasVolumes = false,
  options,
  limitMs = commandLimitMs,
}: ContainerOptions): Promise<Container> {
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
  async function command_(...args: string[]): Promise<string> {
    return (await runDocker(args, { limitMs })).stdout;
  }
  async function remove(): Promise<void> {
    await command_('rm', '--force', '--volumes', ...names);
    names.forEach(forget);
  }
  let client: { kill(signal: 'SIGKILL'): unknown } | undefined;
  names.forEach(watch);
  try {
    // Nothing after the two dashes is parsed as a flag.
    if (hasVolumes) await runDocker(['create', '--name', holder, '--', image, ...command]);
    const flags = ['--name', name, ...options, ...volumes, ...variables];
    await runDocker(['create', ...flags, '--', image, ...command], {
      env: Object.fromEntries(removed),
    });
  } catch (error) {
    // The client can fail after the container was created. If removing fails too, the reaper does it.
    await remove().catch(() => {});
    throw error;
  }

  return {
    commandLimitMs: limitMs,
    async run(onOutput) {
      const args = ['start', '--attach', name];
      const process_ = execa('docker', args, { reject: false, stdin: 'ignore', buffer: false });
      client = process_;
      let said = '';
      for (const stream of ['stdout', 'stderr'] as const) {
        process_[stream].setEncoding('utf8').on('data', (text: string) => {
          if (refusedStart.test(text)) said += text;
          else onOutput(text, stream);
        });
      }
      const result = await process_;
      if (result instanceof Error && result.code === 'ENOENT') {
        throw explainedDockerError(result, args);
      }
      return endingOf(name, result.exitCode, said, limitMs);
    },
    signal: (signal) => unlessEnded(command_('kill', '--signal', signal, name)),
    async update(limits) {
      await command_('update', ...limits, name);
    },
    pause: () => unlessEnded(pauseAtLast(name, limitMs)),
    unpause: () => unlessEnded(command_('unpause', name)),
    async firstProcess() {
      const { Pid, StartedAt } = await stateOf(name, limitMs);
      // The engine may run on another machine with its own clock. Before the start, the time is in the year 1.
      const startedAt = Math.min(Date.parse(StartedAt), Date.now());
      return { id: Pid, startedAt: startedAt > 0 ? startedAt : undefined };
    },
    async memoryUsage() {
      return megabytes(await command_('stats', '--no-stream', '--format', '{{.MemUsage}}', name));
    },
    async remove() {
      try {
        await remove();
      } finally {
        // The client exits with the container, unless it hangs.
        client?.kill('SIGKILL');
      }
    },
  };
}

const mostPauses = 50;

/** On a busy machine, Docker's runtime can give up before all processes are frozen. */
async function pauseAtLast(name: string, limitMs: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await runDocker(['pause', name], { limitMs });
      return;
    } catch (error) {
      const isTooBusy = error instanceof DockerError && error.message.includes('unable to freeze');
      if (!isTooBusy || tries === mostPauses) throw error;
    }
  }
}

/** A message of the docker client itself, mixed into the output of the container. */
const refusedStart = /^Error response from daemon: /;

interface State {
  Status: string;
  Pid: number;
  StartedAt: string;
  ExitCode: number;
  Error: string;
  OOMKilled: boolean;
}

async function stateOf(name: string, limitMs: number): Promise<State> {
  const args = ['inspect', '--format', '{{json .State}}', name];
  const { stdout } = await runDocker(args, { limitMs });
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
  limitMs: number,
): Promise<Ending> {
  try {
    const { Status, ExitCode, Error, OOMKilled } = await stateOf(name, limitMs);
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
