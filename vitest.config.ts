import { defineConfig } from 'vitest/config';

import { isFullMatrix } from './test/docker/combinations.ts';
import LongestFirst from './test/helpers/longest-first.ts';

const minutes = 60_000;

const anyTest = 'test/**/*.test.ts';
const withDocker = 'test/**/*.docker.test.ts';
/** What would take the inner loop over half a minute: fuzzing, leaks, packing. */
const slow = 'test/**/*.slow.test.ts';
/** What takes long and seldom changes: only `make test-full` runs it. */
const full = isFullMatrix ? [] : ['test/**/*.full.docker.test.ts'];
const projects = 'test/{projects,templates}/**';
const conformance = 'test/conformance/**';
/** Their tests are of generated projects, and run in these. */
const fixtures = 'test/templates/**/projects/**';

/** Generators change the current directory: threads cannot. */
const pool = 'forks';
/** Vitest would leave a core to itself: with two cores, half of the machine. */
const maxWorkers = '100%';
/**
 * Tests that wait for an engine, a registry or another process. All are in one group: while the last file of a group runs, nothing of
 * the next one does.
 */
const waiting = {
  maxWorkers,
  sequence: { groupOrder: 1 },
  pool,
} as const;

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/build-dist.ts',
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/helpers/minutes-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: [anyTest],
          exclude: [withDocker, slow, fixtures],
          testTimeout: 2 * minutes,
          // A process for each file would take a third of the time.
          isolate: false,
          maxWorkers,
          sequence: { groupOrder: 0 },
          pool,
        },
      },
      {
        test: {
          name: 'slow',
          include: [slow],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          // Chromium sometimes does not get a page from a new port, for a minute, on a busy machine.
          retry: 2,
          ...waiting,
        },
      },
      {
        test: {
          name: 'projects',
          include: [`${projects}/*.docker.test.ts`],
          exclude: full,
          // Rust compiles the packages for all event sources: without its caches, on a busy machine, for so long.
          testTimeout: 60 * minutes,
          hookTimeout: 20 * minutes,
          ...waiting,
        },
      },
      {
        test: {
          name: 'images',
          include: [withDocker],
          exclude: [projects, conformance, ...full],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          ...waiting,
        },
      },
      {
        test: {
          name: 'conformance',
          include: [`${conformance}/*.docker.test.ts`],
          testTimeout: 20 * minutes,
          hookTimeout: 20 * minutes,
          ...waiting,
          // Each test waits more than it works: hundreds may wait at once.
          maxConcurrency: 10_000,
        },
      },
    ],
  },
});
