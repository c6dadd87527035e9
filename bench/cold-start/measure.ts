/**
 * Measures images that are ready, in rounds, and prints the samples as JSON. Started by measure-in-own-network.ts.
 *
 *     measure.ts PLAN    a JSON file: see Plan
 */
import { readFileSync } from 'node:fs';

import type { Image } from './images.ts';
import { measureStart, type Sample } from './measure-start.ts';
import { round, type Start } from './rounds.ts';

export interface Plan {
  /** By the id of their variant. */
  images: Record<string, Image>;
  rounds: number;
  /** The process that removes what is left of this one. */
  owner: number;
}

const plan = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Plan;

async function measureAll(title: string, starts: Start[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = performance.now();
  for (const start of starts) {
    try {
      samples.push(await measureStart(start, plan.images[start.variant]!, plan.owner));
    } catch (error) {
      throw new Error(`${start.variant}, setting ${start.setting.id}, failed.`, { cause: error });
    }
  }
  console.error(`${title}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return samples;
}

const variants = Object.keys(plan.images);
// The first starts show how warm the files are, and the code that measures: they do not count.
const first = round(variants).filter(({ setting }) => setting.id === '1');
await measureAll('starts that do not count', first);
const samples: Sample[] = [];
for (let number = 1; number <= plan.rounds; number++) {
  samples.push(...(await measureAll(`round ${number} of ${plan.rounds}`, round(variants))));
}
console.log(JSON.stringify(samples));
