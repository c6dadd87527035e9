import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import type { Plan } from './measure.ts';
import type { Sample } from './measure-start.ts';

function scriptPath(name: string) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The command line that runs another in a network of its own. */
export function inOwnNetwork(...command: string[]): [string, string[]] {
  return ['python3', ['-I', scriptPath('./own_network.py'), ...command]];
}

/** Measures in a process of its own: a network belongs to a process, and Docker needs the machine's. */
export async function measureInOwnNetwork(
  plan: Omit<Plan, 'owner'>,
  temporary: string,
): Promise<Sample[]> {
  const file = path.join(temporary, 'plan.json');
  await writeFile(file, JSON.stringify({ ...plan, owner: process.pid } satisfies Plan));
  const command = inOwnNetwork(process.execPath, scriptPath('./measure.ts'), file);
  const child = spawn(...command, { stdio: ['ignore', 'pipe', 'inherit'] });
  // Before its groups and directories are removed: it would make new ones.
  function kill() {
    child.kill('SIGKILL');
  }
  process.prependListener('exit', kill);
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  process.off('exit', kill);
  if (code !== 0) throw new Error(`Measuring ended with ${code ?? signal}: see above.`);
  return JSON.parse(output) as Sample[];
}
