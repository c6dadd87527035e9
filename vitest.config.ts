import { defineConfig } from 'vitest/config';

const minutes = 60_000;

/** Among tests that need no Docker, those that do. */
const withDocker = [
  'test/bench/cold-start/start-function.test.ts',
  'test/cli/{check/check,invoke/invoke}.test.ts',
  'test/docs/streaming.test.ts',
  'test/lambda/check/{ordinary-images,run-image}.test.ts',
  'test/lambda/image/archive/docker-archive.test.ts',
  'test/lambda/image/loader/real-loaders.test.ts',
  'test/lambda/image/real-images.test.ts',
  'test/lambda/sandbox/{reaper,start-sandbox}.test.ts',
];

/** Each of its tests waits more than it works: hundreds may wait at once. */
const conformance = 'test/lambda/conformance/{broken-runtime,conformance}.test.ts';

/** Generators change the current folder: threads cannot. */
const pool = 'forks';

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/build-dist.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/{contract,generators,scaffold,terminal,cli,bench,docs,lambda}/**/*.test.ts',
            'test/*.test.ts',
          ],
          exclude: [...withDocker, conformance],
          testTimeout: 2 * minutes,
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
          include: ['test/images/**/*.test.ts', ...withDocker],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          sequence: { groupOrder: 1 },
          pool,
        },
      },
      {
        test: {
          name: 'conformance',
          include: [conformance],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          maxConcurrency: 10_000,
          sequence: { groupOrder: 1 },
          pool,
        },
      },
    ],
  },
});
