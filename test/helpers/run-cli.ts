import path from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../scaffold/package-root.ts';

export interface CliResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** The directory of the package that is run: a copy, where a test changes it. */
  readonly from?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The published command, without a terminal. */
export async function runCli(
  cwd: string,
  args: readonly string[],
  { from = packageRoot, env = {} }: CliOptions = {},
): Promise<CliResult> {
  const bin = path.join(from, 'bin/lambda-container.js');
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], {
    cwd,
    env,
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}
