import { createBudget } from '../../../../lambda/image/budget.ts';
import { createKnownBytes } from '../../../../lambda/image/elf/known-bytes.ts';
import { type ElfResult, readElf } from '../../../../lambda/image/elf/read-elf.ts';

export function readWholeElf(bytes: Buffer): ElfResult {
  const file = createKnownBytes(bytes.length, createBudget('a file'));
  file.add(0, bytes);
  return readElf(file);
}
