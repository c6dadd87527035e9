import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Removes containers when the process that started it has ended, of which the end of standard input tells,
 * whatever the reason was. Lines are `+name` for a container to remove then, `-name` for one that is gone.
 */
const names = new Set<string>();

// Whatever ends the other one, this one has its work still to do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

const rounds = 20;
const pauseMs = 250;

async function removeAll(): Promise<void> {
  // A container that was just being created appears a moment later.
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
