import { setTimeout } from 'node:timers/promises';

import { execa } from 'execa';

import { freePort } from './free-port.ts';

/** `make run` in a project and, once it responds, these commands for `make invoke`: what each of them prints. */
export async function runAndInvoke(
  cwd: string,
  variables: Readonly<Record<string, string>>,
  commands: readonly string[] = ['make --silent invoke'],
): Promise<string[]> {
  // Tests may run under make themselves, which a make below then tells of.
  const env = { MAKEFLAGS: '', PORT: String(await freePort()), ...variables };
  const running = execa('make', ['run'], { cwd, env, reject: false });
  const ended = running.then(() => 'ended' as const);
  const outputs: string[] = [];
  try {
    for (const command of commands) {
      for (;;) {
        const invoked = await Promise.race([
          ended,
          execa('sh', ['-c', command], { cwd, env, reject: false }),
        ]);
        if (invoked === 'ended') throw new Error((await running).stderr);
        if (invoked.exitCode === 0) {
          outputs.push(invoked.stdout);
          break;
        }
        await setTimeout(200);
      }
    }
    return outputs;
  } finally {
    running.kill('SIGTERM');
    await ended;
    await execa('make', ['clean'], { cwd, env });
  }
}
