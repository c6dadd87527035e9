/**
 * Writes the inputs of some seeds to a directory.
 *
 *     node test/fuzz/make-inputs.ts DIRECTORY FIRST COUNT
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { makeInput, randomRecipe } from './make-input.ts';

const [directory, first, count] = process.argv.slice(2);
for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
  writeFileSync(path.join(directory!, `${seed}.tar`), makeInput(randomRecipe(seed), seed));
}
