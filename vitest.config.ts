import { defineConfig } from 'vitest/config';

const minutes = 60_000;

/** Generators change the current folder: threads cannot. */
const pool = 'forks';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{generators,cli,pack}/**/*.test.ts'],
          globalSetup: 'test/helpers/build-dist.ts',
          testTimeout: 30_000,
          // Alone: it has tests that measure time.
          sequence: { groupOrder: 0 },
          pool,
        },
      },
      {
        test: {
          name: 'projects',
          include: ['test/projects/**/*.test.ts'],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          sequence: { groupOrder: 1 },
          pool,
        },
      },
      {
        test: {
          name: 'images',
          include: ['test/images/**/*.test.ts'],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          sequence: { groupOrder: 1 },
          pool,
        },
      },
    ],
  },
});
