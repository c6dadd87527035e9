import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end how long the tests of each project took, from the first that began to the last that ended. */
export default class MinutesReporter implements Reporter {
  readonly #spans = new Map<string, { from: number; to: number }>();

  onTestModuleStart({ project }: TestModule): void {
    const now = Date.now();
    const { from } = this.#spans.get(project.name) ?? { from: now };
    this.#spans.set(project.name, { from, to: now });
  }

  onTestModuleEnd({ project }: TestModule): void {
    this.#spans.get(project.name)!.to = Date.now();
  }

  onTestRunEnd(): void {
    for (const [name, { from, to }] of this.#spans) {
      console.log(`${name.padEnd(12)} ${((to - from) / 60_000).toFixed(1).padStart(5)} min`);
    }
  }
}
