import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What launcher.py is told. */
export interface Spec {
  /** The unpacked file system of the image. */
  root: string;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  uid: number;
  gid: number;
  /** Files to write `0` to, in order to join the control groups. */
  cgroupProcs: string[];
  /** Whether to drop the files of root from the page cache first. */
  evict: boolean;
}

export interface Launched {
  /** Right before the exec of the first process, in ns of CLOCK_MONOTONIC. */
  execAt: Promise<bigint>;
  /** Rejects when the container ends, with the end of what it has printed. */
  ended: Promise<never>;
}

const launcher = fileURLToPath(new URL('./launcher.py', import.meta.url));

/** Starts a container whose output goes to the file `log`. */
export function launch(spec: Spec, log: string): Launched {
  const output = openSync(log, 'w');
  const process_ = spawn('python3', ['-I', launcher, JSON.stringify(spec)], {
    stdio: ['ignore', output, output, 'pipe'],
  });
  closeSync(output);
  const clock = text(process_.stdio[3] as Readable);
  const ended = once(process_, 'exit').then(([code, signal]) => {
    throw new Error(
      `The container ended (${code ?? signal}), having printed: ${readFileSync(log, 'utf8').slice(-4000)}`,
    );
  });
  // It ends sooner or later: whoever does not wait for that has no use for the error.
  ended.catch(() => {});
  return { execAt: clock.then((line) => BigInt(line.trim())), ended };
}
