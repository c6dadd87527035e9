import { execa } from 'execa';

/** Runs a project's own `make test`, and gives what it prints. Its images get that name, and are removed. */
export async function makeTest(
  directory: string,
  image: string,
  buildFlags: readonly string[],
): Promise<string> {
  const name = `IMAGE=${image}`;
  const flags = `BUILD_FLAGS=${buildFlags.join(' ')}`;
  try {
    const { stdout } = await execa('make', ['test', name, flags], { cwd: directory });
    return stdout;
  } finally {
    await execa('make', ['clean', name], { cwd: directory });
  }
}
