import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';

/** What the reaper is told, a line of JSON each. */
export type ReaperMessage =
  | { watch: string; kind: Kind }
  | { forget: string; kind: Kind }
  /** The process of a client that is creating a container: what it creates can only be removed once it has exited. */
  | { await: number }
  | { done: number };

export type Kind = 'container' | 'network' | 'volume';

/** Makes sure that the container, network or volume of this name is removed when this process exits, even by SIGKILL. */
export function watch(name: string, kind: Kind = 'container'): void {
  names.add(name);
  tell({ watch: name, kind });
}

/** Tells the reaper that it has been removed. */
export function forget(name: string, kind: Kind = 'container'): void {
  names.delete(name);
  tell({ forget: name, kind });
}

/** Makes the reaper wait for a process that creates a container; the returned function tells that it has exited. */
export function awaitCreation(processId: number): () => void {
  tell({ await: processId });
  return () => tell({ done: processId });
}

const names = new Set<string>();

/** What is to be removed. */
export function watched(): string[] {
  return [...names];
}

let reaper: ChildProcess | undefined;

function tell(message: ReaperMessage): void {
  reaper ??= start();
  reaper.stdin!.write(`${JSON.stringify(message)}\n`);
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
