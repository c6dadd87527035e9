import { defineConfig } from 'vitest/config';

const minutes = 60_000;

/** Generators change the current folder: threads cannot. */
const pool = 'forks';

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/build-dist.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{generators,cli}/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
          pool,
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/pack/**/*.test.ts'],
          testTimeout: minutes,
          sequence: { groupOrder: 0 },
          pool,
        },
      },
      {
        test: {
          name: 'projects',
          include: ['test/{projects,templates}/**/*.test.ts'],
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
