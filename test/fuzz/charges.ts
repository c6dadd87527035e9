import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { packageRoot } from '../../scaffold/package-root.ts';

/** How often each call of `budget.spend` in lambda/ was made: `image/tree/walk-path steps parts.length`. */
export type Charges = Readonly<Record<string, number>>;

/** Counts them from now on, as V8 does for coverage. `take` returns those since the last time. */
export async function countCharges(): Promise<{ take(): Promise<Charges> }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    async take() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const counts: Record<string, number> = {};
      for (const { url, functions } of result) {
        if (!url.startsWith('file:')) continue;
        const file = path.relative(packageRoot, fileURLToPath(url));
        for (const { name, at } of chargesIn(file)) {
          // Blocks are within one another: the smallest counts.
          const around = functions
            .flatMap(({ ranges }) => ranges)
            .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)
            .toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
          counts[name] = (counts[name] ?? 0) + (around[0]?.count ?? 0);
        }
      }
      return counts;
    },
  };
}

const known = new Map<string, { name: string; at: number }[]>();

/** The calls in a file, and where they are. */
export function chargesIn(file: string): { name: string; at: number }[] {
  const found = known.get(file) ?? find(file);
  known.set(file, found);
  return found;
}

function find(file: string): { name: string; at: number }[] {
  if (!/^lambda\/.*\.ts$/.test(file)) return [];
  const source = readFileSync(path.join(packageRoot, file), 'utf8');
  const place = file.replace(/^lambda\/(.*)\.ts$/, '$1');
  return [...source.matchAll(/\bbudget\.spend\(\s*'(\w+)',\s*(.*?),?\s*\);/gs)].map((match) => ({
    name: `${place} ${match[1]} ${match[2]!.replaceAll(/\s+/g, ' ')}`,
    at: match.index,
  }));
}
