import { execa } from 'execa';

/** The command and the package are tested as they are published. */
export default async function buildDist(): Promise<void> {
  await execa('npm', ['run', '--silent', 'build'], { stderr: 'inherit' });
}
