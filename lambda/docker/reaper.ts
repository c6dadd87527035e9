import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';

/** The container of this name, should there be one, is removed when this process ends, however it ends. */
export function watch(name: string): void {
  names.add(name);
  tell(`+${name}`);
}

/** The container of this name has been removed. */
export function forget(name: string): void {
  names.delete(name);
  tell(`-${name}`);
}

const names = new Set<string>();

/** The containers that are to be removed. */
export function watched(): string[] {
  return [...names];
}

let reaper: ChildProcess | undefined;

function tell(line: string): void {
  reaper ??= start();
  reaper.stdin!.write(`${line}\n`);
}

/** A process with a session of its own, which no Ctrl-C reaches, nor a kill of this process and its group. */
function start(): ChildProcess {
  const program = path.join(
    import.meta.dirname,
    `reaper-process${path.extname(import.meta.filename)}`,
  );
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const stdin = child.stdin as Socket;
  stdin.unref();
  // Without a reaper, what is left to remove containers is the end of each sandbox.
  child.on('error', () => {});
  stdin.on('error', () => {});
  return child;
}
