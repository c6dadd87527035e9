import { vi } from 'vitest';
import { newCommand } from '../../cli/new/command.ts';
import { packageRoot } from '../../scaffold/package-root.ts';

/** `lambda-container new`, in this process: a matrix of it takes seconds. */
export async function runNew(cwd: string, args: readonly string[]): Promise<void> {
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  process.chdir(cwd);
  try {
    await newCommand.run(args);
  } finally {
    process.chdir(packageRoot);
    write.mockRestore();
  }
}
