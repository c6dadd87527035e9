import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';

import { createBudget } from '../budget.ts';
import type { ByteRange } from '../elf/byte-range.ts';
import { createKnownBytes } from '../elf/known-bytes.ts';
import { mergedRanges } from '../elf/merged-ranges.ts';
import { type ElfResult, readElf } from '../elf/read-elf.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';

/** The files of this machine. Each is read once, and only what is needed of it. */
export function machineFiles(): LoaderFiles {
  const known = new Map<string, ElfFile | undefined>();
  const budget = createBudget('the files');
  return {
    budget,
    elf(name) {
      const file = plainFile(name);
      if (file === undefined) return undefined;
      if (!known.has(file.path)) {
        budget.receive(file.size);
        known.set(file.path, readElfFile(file));
      }
      return known.get(file.path);
    },
    bytes(name) {
      const file = plainFile(name);
      if (file === undefined || file.size > maxBytes) return undefined;
      return withOpen(file.path, (handle) => readRange(handle, { offset: 0, length: file.size }));
    },
  };

  /** undefined for what is no ELF file, or a broken one. */
  function readElfFile({ path, size }: PlainFile): ElfFile | undefined {
    const result = withOpen(path, (handle) => readInRanges(handle, size));
    return 'facts' in result ? { path, elf: result.facts } : undefined;
  }

  function readInRanges(handle: number, size: number): ElfResult {
    const wanted: ByteRange[] = [{ offset: 0, length: Math.min(size, headBytes) }];
    for (let round = 0; round < maxRounds; round += 1) {
      const file = createKnownBytes(size, budget);
      for (const range of mergedRanges(wanted)) file.add(range.offset, readRange(handle, range));
      const result = readElf(file);
      if (!('missing' in result)) return result;
      wanted.push(...result.missing);
    }
    return { problem: `Expected tables that can be read in ${maxRounds} steps, found more.` };
  }
}

/** Most files have all that is needed in their beginning and in one more range. */
const headBytes = 64 * 1024;

/** A table leads to the next one, which leads to names. */
const maxRounds = 16;

/** Caches and settings of loaders are smaller. */
const maxBytes = 4 * 1024 ** 2;

interface PlainFile {
  /** Without symbolic links. */
  path: string;
  size: number;
}

function plainFile(name: string): PlainFile | undefined {
  try {
    const stats = statSync(name);
    return stats.isFile() ? { path: realpathSync(name), size: stats.size } : undefined;
  } catch {
    return undefined;
  }
}

function withOpen<Result>(path: string, use: (handle: number) => Result): Result {
  const handle = openSync(path, 'r');
  try {
    return use(handle);
  } finally {
    closeSync(handle);
  }
}

/** Less than the range if the file has become shorter. */
function readRange(handle: number, { offset, length }: ByteRange): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
}
