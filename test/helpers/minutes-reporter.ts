import path from 'node:path';

import type { Reporter, TestModule } from 'vitest/node';

/** So many files are named: the next person looks there first. */
const slowest = 10;

/**
 * Says at the end how long the tests of each project took, from the first that began to the last that ended, and which files took
 * longest.
 */
export default class MinutesReporter implements Reporter {
  readonly #projects = new Map<string, { from: number; to: number }>();
  readonly #files = new Map<string, { from: number; to: number }>();

  onTestModuleStart({ project, moduleId }: TestModule): void {
    const now = Date.now();
    const { from } = this.#projects.get(project.name) ?? { from: now };
    this.#projects.set(project.name, { from, to: now });
    this.#files.set(moduleId, { from: now, to: now });
  }

  onTestModuleEnd({ project, moduleId }: TestModule): void {
    const now = Date.now();
    this.#projects.get(project.name)!.to = now;
    this.#files.get(moduleId)!.to = now;
  }

  onTestRunEnd(): void {
    for (const [name, { from, to }] of this.#projects) {
      console.log(`${name.padEnd(12)} ${((to - from) / 60_000).toFixed(1).padStart(5)} min`);
    }
    const files = [...this.#files].map(([file, { from, to }]) => ({ file, ms: to - from }));
    for (const { file, ms } of files.toSorted((a, b) => b.ms - a.ms).slice(0, slowest)) {
      console.log(`${(ms / 1000).toFixed(0).padStart(5)} s  ${path.relative('', file)}`);
    }
  }
}
