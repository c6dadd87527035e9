import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { createCgroup, type Cgroup } from './cgroup.ts';
import type { Image } from './images.ts';
import { launch } from './launch.ts';
import { ownName } from './leftovers.ts';
import { type Invocation, startRuntimeApi } from './runtime-api.ts';

/** A function that has asked for its first event. */
export interface Running {
  cgroup: Cgroup;
  /** From the exec of the first process to the first `next`. */
  coldMs: number;
  /** CPU time of all processes until then. */
  cpuMs: number;
  invoke(event: Buffer): Promise<Invocation>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Settings {
  cpus: number;
  evict?: boolean;
  /** The process that removes what is left of this one. */
  owner?: number;
}

const memoryMb = 512;
/** The user that Lambda runs functions as. */
const user = { uid: 993, gid: 990 };
let starts = 0;

/** Starts a function in an environment that is all its own, its Runtime API included. */
export async function startFunction(
  image: Image,
  { cpus, evict = false, owner = process.pid }: Settings,
): Promise<Running> {
  starts += 1;
  // Docker's, for the host name that the launcher sets.
  writeFileSync(path.join(image.root, 'etc/hosts'), '127.0.0.1 localhost\n127.0.1.1 function\n');
  const api = await startRuntimeApi();
  const cgroup = createCgroup(`${ownName(owner)}-${process.pid}-${starts}`, { cpus, memoryMb });
  const log = `${image.root}.log`;
  const { execAt, ended } = launch(
    {
      ...user,
      root: image.root,
      argv: image.argv,
      env: { ...image.env, ...lambdaEnv(image, api.address) },
      cwd: image.cwd,
      cgroupProcs: cgroup.procs,
      evict,
    },
    log,
  );
  async function stop() {
    cgroup.remove();
    await ended.catch(() => {});
    await api[Symbol.asyncDispose]();
    await rm(log);
  }
  function orEnded<Result>(promise: Promise<Result>) {
    return Promise.race([promise, ended]);
  }

  try {
    const nextAt = await orEnded(api.next());
    const cpuMs = cgroup.cpuMs();
    const coldMs = Number(nextAt - (await execAt)) / 1e6;
    function invoke(event: Buffer) {
      return orEnded(api.invoke(event));
    }
    return { cgroup, coldMs, cpuMs, invoke, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Lambda's environment, with two exceptions: LAMBDA_TASK_ROOT is always /var/task there, and _HANDLER
 * empty for images. The Node.js client of the AWS docs' image then fails; here it may start.
 */
function lambdaEnv({ argv, cwd }: Image, address: string): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
    AWS_LAMBDA_FUNCTION_NAME: 'hello',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMb}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/hello',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    // Docker's for a user that /etc/passwd does not have: npm does not start without one.
    HOME: '/',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: cwd,
    _HANDLER: argv.at(-1)!,
  };
}
