import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Removes containers when its parent process has exited for any reason, which closes its standard input. Lines on
 * standard input are `+name` for a container to remove at that time, `-name` for one that was removed before.
 */
const names = new Set<string>();

// A signal to the parent's group must not stop the cleanup.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const rounds = 20;
const pauseMs = 250;

async function removeAll(): Promise<void> {
  // A container that is being created appears a moment later.
  for (let round = 0; round < rounds && names.size > 0; round += 1) {
    spawnSync('docker', ['rm', '--force', '--volumes', ...names], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line.startsWith('+')) names.add(line.slice(1));
    else names.delete(line.slice(1));
  })
  .on('close', () => void removeAll());
