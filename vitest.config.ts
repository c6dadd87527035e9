import { defineConfig } from 'vitest/config';

const minutes = 60_000;

/** Starts a real function, from a real image. */
const benchWithDocker = 'test/bench/cold-start/start-function.test.ts';

/** Generators change the current folder: threads cannot. */
const pool = 'forks';

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/build-dist.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{generators,cli,bench,lambda}/**/*.test.ts'],
          exclude: [benchWithDocker],
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
          include: ['test/images/**/*.test.ts', benchWithDocker],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          sequence: { groupOrder: 1 },
          pool,
        },
      },
    ],
  },
});
