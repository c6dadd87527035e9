import { execa } from 'execa';

/** What a docker command printed, without the final newline. */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await execa('docker', args);
  return stdout;
}

/** A docker command that is expected to fail: its exit code and what it printed. */
export async function dockerResult(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa('docker', args, { reject: false });
  return { exitCode, stdout, stderr };
}
