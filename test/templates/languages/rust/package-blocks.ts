/** The packages in a Cargo.lock, each with its lines. */
export function packageBlocks(lock: string): string[] {
  const [, ...blocks] = lock.split('[[package]]\n');
  return blocks.map((block) => `[[package]]\n${block.trimEnd()}\n`);
}
