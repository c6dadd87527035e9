import { execa } from 'execa';

import { docker, DockerError } from './docker.ts';
import { megabytes } from './megabytes.ts';
import { forget, watch } from './reaper.ts';

/** Where a process writes to. */
export type Stream = 'stdout' | 'stderr';

/** How the first process of a container ended. */
export interface Ending {
  exitStatus: number;
  /** Why it could not even be started: in Docker's words. */
  refusal?: string;
  /** Ended by the kernel, since the container had used up its memory. */
  isOutOfMemory: boolean;
}

/** A container whose first process can be started again and again; what it left in /tmp goes with it. */
export interface Container {
  /** Resolves when the process has ended and all that it wrote has been handed over. */
  run(onOutput: (text: string, stream: Stream) => void): Promise<Ending>;
  /** Sends the first process a signal; if it has ended, does nothing. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Changes limits: options of `docker update`. */
  update(options: readonly string[]): Promise<void>;
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** The first process: its id for the engine, 0 if there is none, and when it was started, as Date.now(). */
  firstProcess(): Promise<{ id: number; startedAt: number | undefined }>;
  /** What `docker stats` says, in MB: of now, not the most there was. */
  memoryUsage(): Promise<number>;
  remove(): Promise<void>;
}

export interface ContainerOptions {
  /** Unused so far, and of characters that Docker allows. */
  name: string;
  image: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Further options of `docker create`. */
  options: readonly string[];
}

/** Rejects with a DockerError if there is no such image or the options are refused. */
export async function createContainer({
  name,
  image,
  command,
  env,
  options,
}: ContainerOptions): Promise<Container> {
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  watch(name);
  try {
    await docker('create', '--name', name, ...options, ...variables, image, ...command);
  } catch (error) {
    forget(name);
    throw error;
  }

  return {
    async run(onOutput) {
      const process_ = execa('docker', ['start', '--attach', name], {
        reject: false,
        stdin: 'ignore',
        buffer: false,
      });
      for (const stream of ['stdout', 'stderr'] as const) {
        process_[stream].setEncoding('utf8').on('data', (text: string) => {
          if (!refusedStart.test(text)) onOutput(text, stream);
        });
      }
      const { exitCode } = await process_;
      return endingOf(name, exitCode);
    },
    signal: (signal) => unlessEnded(docker('kill', '--signal', signal, name)),
    async update(limits) {
      await docker('update', ...limits, name);
    },
    pause: () => unlessEnded(pauseAtLast(name)),
    unpause: () => unlessEnded(docker('unpause', name)),
    async firstProcess() {
      const { Pid, StartedAt } = await stateOf(name);
      // The clock may be another machine's, and before the start it is at the year 1.
      const startedAt = Math.min(Date.parse(StartedAt), Date.now());
      return { id: Pid, startedAt: startedAt > 0 ? startedAt : undefined };
    },
    async memoryUsage() {
      const usage = await docker('stats', '--no-stream', '--format', '{{.MemUsage}}', name);
      return megabytes(usage);
    },
    async remove() {
      await docker('rm', '--force', '--volumes', name);
      forget(name);
    },
  };
}

const mostPauses = 50;

/** Docker's runtime gives up on processes that do not stand still soon, as on a machine with much to do. */
async function pauseAtLast(name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await docker('pause', name);
      return;
    } catch (error) {
      const isTooBusy = error instanceof DockerError && error.message.includes('unable to freeze');
      if (!isTooBusy || tries === mostPauses) throw error;
    }
  }
}

/** What the client says itself, where the output of the container would be. */
const refusedStart = /^Error response from daemon: /;

interface State {
  Pid: number;
  StartedAt: string;
  ExitCode: number;
  Error: string;
  OOMKilled: boolean;
}

async function stateOf(name: string): Promise<State> {
  return JSON.parse(await docker('inspect', '--format', '{{json .State}}', name)) as State;
}

async function endingOf(name: string, exitCode: number | undefined): Promise<Ending> {
  try {
    const { ExitCode, Error, OOMKilled } = await stateOf(name);
    const refusal = Error === '' ? {} : { refusal: Error };
    return { exitStatus: ExitCode, isOutOfMemory: OOMKilled, ...refusal };
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    // Someone else has removed the container: what its client saw is what is left.
    return { exitStatus: exitCode ?? 137, isOutOfMemory: false };
  }
}

/** Between a look and a command the process may end. */
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
