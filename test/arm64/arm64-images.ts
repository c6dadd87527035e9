import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

const machine = fileURLToPath(new URL('../machine/', import.meta.url));

/** Makes sure of images for arm64, and that the engine can run them: both take minutes at most once a machine. */
export async function arm64Images(...images: string[]): Promise<void> {
  await execa(`${machine}emulator.sh`, ['install'], { stderr: 'inherit' });
  await execa(`${machine}images.sh`, images, { stderr: 'inherit' });
}
