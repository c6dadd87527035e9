import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';

/** Makes sure that the container of this name is removed when this process exits, even by SIGKILL. */
export function watch(name: string): void {
  names.add(name);
  tell(`+${name}`);
}

/** Tells the reaper that the container of this name has been removed. */
export function forget(name: string): void {
  names.delete(name);
  tell(`-${name}`);
}

const names = new Set<string>();

/** The containers to remove. */
export function watched(): string[] {
  return [...names];
}

let reaper: ChildProcess | undefined;

function tell(line: string): void {
  reaper ??= start();
  reaper.stdin!.write(`${line}\n`);
}

/** A process in its own session, which neither Ctrl-C nor a signal to this process group reaches. */
function start(): ChildProcess {
  const script = path.join(
    import.meta.dirname,
    `reaper-process${path.extname(import.meta.filename)}`,
  );
  const child = spawn(process.execPath, [script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const stdin = child.stdin as Socket;
  stdin.unref();
  // Without the reaper, containers are still removed at the end of each sandbox.
  child.on('error', () => {});
  stdin.on('error', () => {});
  return child;
}
