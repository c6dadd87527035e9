import { execa } from 'execa';

import { commandLimitMs, DockerError, explainedDockerError, runDocker } from './docker.ts';
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
  /**
   * Resolves when the process has ended and all that it wrote has been handed over. Rejects with a DockerError if
   * the engine has not run it.
   */
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
  /** Ends what runs in it, too. */
  remove(): Promise<void>;
  /** How long its commands may take, in ms. */
  commandLimitMs: number;
}

export interface ContainerOptions {
  /** Unused so far, and of characters that Docker allows. */
  name: string;
  image: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Further options of `docker create`. */
  options: readonly string[];
  /** How long the engine may take for a command, creating aside, which may have to pull the image; in ms. */
  limitMs?: number;
}

/** Rejects with a DockerError if there is no such image or the options are refused. */
export async function createContainer({
  name,
  image,
  command,
  env,
  options,
  limitMs = commandLimitMs,
}: ContainerOptions): Promise<Container> {
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  async function command_(...args: string[]): Promise<string> {
    return (await runDocker(args, { limitMs })).stdout;
  }
  async function remove(): Promise<void> {
    await command_('rm', '--force', '--volumes', name);
    forget(name);
  }
  let client: { kill(signal: 'SIGKILL'): unknown } | undefined;
  watch(name);
  try {
    // What follows the two dashes is no option.
    await runDocker(['create', '--name', name, ...options, ...variables, '--', image, ...command]);
  } catch (error) {
    // A client may fail with the container made. What cannot be removed now is left to the reaper.
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
      // The clock may be another machine's, and before the start it is at the year 1.
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
        // It ends with the container, unless it hangs.
        client?.kill('SIGKILL');
      }
    },
  };
}

const mostPauses = 50;

/** Docker's runtime gives up on processes that do not stand still soon, as on a machine with much to do. */
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

/** What the client says itself, where the output of the container would be. */
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
      const how = said.trim() || `Its client ended with exit status ${exitCode}.`;
      const problem = `docker start left the container ${Status}: ${how}`;
      throw new DockerError(problem, { command: 'start' });
    }
    const refusal = Error === '' ? {} : { refusal: Error };
    return { exitStatus: ExitCode, isOutOfMemory: OOMKilled, ...refusal };
  } catch (error) {
    if (!(error instanceof DockerError && isAbsent.test(error.message))) throw error;
    // Someone else has removed the container: what its client saw is what is left.
    return { exitStatus: exitCode ?? 137, isOutOfMemory: false };
  }
}

const isAbsent = /no such (?:object|container)/i;

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
