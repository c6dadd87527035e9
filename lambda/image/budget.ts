import { ImageError } from './image-error.ts';
import { maxImageBytes } from './limits.ts';

interface Limit {
  /** What a small input may cost. */
  least: number;
  /** What each byte of the input adds to that. */
  perByte: number;
  /** What no input may exceed. */
  most: number;
  meaning: string;
}

const MiB = 1024 ** 2;

const limits = {
  /**
   * Work, in steps of less than a microsecond: a name that is looked up, an entry of a table. An image of Node.js with
   * 20,000 files takes 800,000.
   */
  steps: {
    least: 5_000_000,
    perByte: 0.5,
    most: 400_000_000,
    meaning: 'steps to follow what its files and documents refer to',
  },
  /** Memory: names, contents, tables and documents that stay until the end. */
  keptBytes: {
    least: 112 * MiB,
    perByte: 0,
    most: 112 * MiB,
    meaning: 'bytes of memory for its files, directories, links, tables and documents',
  },
  /** What comes out of decompressors. Layers have 2 to 10 per byte, and a thousand for zeros. */
  unpackedBytes: {
    least: 512 * MiB,
    perByte: 100,
    // Several platforms may be in one archive, and layers may be read more than once.
    most: 8 * maxImageBytes,
    meaning: 'bytes after decompression',
  },
} as const satisfies Record<string, Limit>;

export type Resource = keyof typeof limits;

/** What reading and checking one input may take: all loops whose length the input chooses draw on it. */
export interface Budget {
  /** Tells that so many more bytes of the input itself were read: larger inputs may take more. */
  receive(bytes: number): void;
  /** Throws an ImageError if that is more than the input may take. */
  spend(resource: Resource, count: number): void;
  /** How much was spent. */
  spent(resource: Resource): number;
}

/** `name` is that of the input, for the error. */
export function createBudget(name: string): Budget {
  const sums: Record<Resource, number> = { steps: 0, keptBytes: 0, unpackedBytes: 0 };
  let received = 0;
  return {
    receive(bytes) {
      received += bytes;
    },
    spend(resource, count) {
      const sum = sums[resource] + count;
      sums[resource] = sum;
      const { least, perByte, most, meaning } = limits[resource];
      if (sum <= least) return;
      const limit = Math.min(most, Math.floor(least + perByte * received));
      if (sum <= limit) return;
      throw new ImageError({
        expected: `at most ${limit} ${meaning} in ${name}`,
        found: 'more',
        fix: 'No image for Lambda comes near: check what was copied into it, and where it comes from.',
      });
    },
    spent: (resource) => sums[resource],
  };
}

/** Steps for a text that is looked at from its beginning to its end. */
export function textSteps(length: number): number {
  return 1 + Math.ceil(length / 64);
}
