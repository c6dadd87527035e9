import { execa } from 'execa';

/** Runs a project's own `make test`, and gives what it prints. Its images get that name, and are removed. */
export async function makeTest(
  directory: string,
  image: string,
  buildFlags: readonly string[],
  ...variables: readonly string[]
): Promise<string> {
  const name = `IMAGE=${image}`;
  const flags = `BUILD_FLAGS=${buildFlags.join(' ')}`;
  try {
    // As in companies. What is on this machine is not behind it.
    const env = { http_proxy: 'http://127.0.0.1:9' };
    // Tests may run under make themselves, which a make below then tells of.
    const args = ['--no-print-directory', 'test', name, flags, ...variables];
    const { stdout } = await execa('make', args, {
      cwd: directory,
      env,
    });
    return stdout;
  } finally {
    await execa('make', ['clean', name], { cwd: directory });
  }
}
