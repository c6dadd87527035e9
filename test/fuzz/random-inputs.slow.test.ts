import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { makeInput, randomRecipe } from './make-input.ts';
import { tryInput } from './try-input.ts';

/** What `npm run fuzz` does for as long as it is told to. */
test.each(Array.from({ length: 20 }, (_, seed) => [seed]))(
  'structures put together at random are checked or refused; seed %i',
  async (seed) => {
    using directory = temporaryDirectory();
    const file = path.join(directory.path, 'image.tar');
    writeFileSync(file, makeInput(randomRecipe(seed), seed));
    const { outcome } = await tryInput(file);
    expect(outcome).toMatch(/^(?:checked|refused)$/);
  },
);
