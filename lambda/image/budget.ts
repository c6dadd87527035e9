import { ImageError } from './image-error.ts';
import {
  maxAllDocumentBytes,
  maxEntries,
  maxPathSteps,
  maxImageBytes,
  maxKeptBytes,
  maxPathBytes,
} from './limits.ts';

const limits = {
  entries: [maxEntries, 'files, directories and links'],
  pathBytes: [maxPathBytes, 'bytes in the paths of its files'],
  keptBytes: [maxKeptBytes, 'bytes in scripts and settings'],
  pathSteps: [maxPathSteps, 'steps along the paths and symlinks of its files'],
  documentBytes: [maxAllDocumentBytes, 'bytes in its documents'],
  // Several platforms may be in one archive.
  readBytes: [4 * maxImageBytes, 'uncompressed bytes in all of its layers'],
} as const;

/** What may be read of one archive. */
export interface Budget {
  /** Throws an ImageError if there is more of it than `limits` has. */
  spend(what: keyof typeof limits, count: number): void;
}

export function createBudget(name: string): Budget {
  const spent: Partial<Record<keyof typeof limits, number>> = {};
  return {
    spend(what, count) {
      const sum = (spent[what] ?? 0) + count;
      spent[what] = sum;
      const [limit, meaning] = limits[what];
      if (sum <= limit) return;
      throw new ImageError({
        expected: `at most ${limit} ${meaning} in ${name}`,
        found: `more`,
        fix: 'Lambda accepts no image of this size: check what was copied into it.',
      });
    },
  };
}
