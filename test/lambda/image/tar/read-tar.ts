import { createBudget } from '../../../../lambda/image/budget.ts';
import type { TarEntry } from '../../../../lambda/image/tar/tar-entry.ts';
import { createTarReader } from '../../../../lambda/image/tar/tar-reader.ts';

export type ReadEntry = TarEntry & { content: Buffer };

/** All entries of a tar that comes in chunks. Throws what the reader throws. */
export function readTar(bytes: Buffer, chunkBytes = 65_536): ReadEntry[] {
  const entries: ReadEntry[] = [];
  const reader = createTarReader({
    name: 'test.tar',
    budget: createBudget('test.tar'),
    onEntry(entry) {
      const content = Buffer.alloc(Math.min(entry.size, 64 * 1024 ** 2));
      entries.push({ ...entry, content });
      return {
        data: (chunk, offset) => void chunk.copy(content, offset),
        end: () => {},
      };
    },
  });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.write(bytes.subarray(at, at + chunkBytes));
  }
  reader.end();
  return entries;
}
