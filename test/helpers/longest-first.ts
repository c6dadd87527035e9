import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest where no earlier run says how long files take, as in CI: the first ones of the table that make test prints at its
 * end. They need not be all, nor in their order.
 */
const known = [
  'test/scaffold/matrix.test.ts',
  'test/projects/all-events.docker.test.ts',
  'test/images/images.docker.test.ts',
  'test/conformance/conformance.docker.test.ts',
  'test/images/by-name.docker.test.ts',
  'test/conformance/broken-runtime.docker.test.ts',
  'test/templates/families/beam/config.docker.test.ts',
  'test/templates/families/beam/scripts.docker.test.ts',
  'test/templates/families/beam/boot.docker.test.ts',
  'test/deploy/make/make-deploy.docker.test.ts',
  'test/arm64/arm64.docker.test.ts',
  'test/typed-events/typed-events.slow.test.ts',
  'test/deploy/sam/sam.slow.test.ts',
];

/** Starts long files first, so that at the end no worker waits for another one. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is vitest's, and changes no array
    const sorted = await super.sort(files);
    // The sort is stable, and goes by groups first.
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || rank(a) - rank(b));
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

function rank({ moduleId }: TestSpecification): number {
  const at = known.findIndex((file) => moduleId.endsWith(`/${file}`));
  return at < 0 ? known.length : at;
}
