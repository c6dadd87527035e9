import type { Rule } from '../rule.ts';

/** More are of no use to anybody. */
const shown = 10;

export const manifestPlatforms: Rule = {
  id: 'manifest-platforms',
  severity: 'error',
  title: 'the image is built for one platform',
  why: 'Lambda "does not support functions that use multi-architecture container images" (Lambda guide, "Create a Lambda function using a container image").',
  *check({ image: { manifest } }) {
    // An archive may contain several images for the same platform, which are not an index.
    const platforms = new Set([
      ...manifest.images.map(({ platform }) => platform),
      ...manifest.absentPlatforms,
    ]);
    if (platforms.size <= 1) return;
    yield {
      found: `Expected one platform, found ${platforms.size}: ${[...platforms].slice(0, shown).join(', ')}${platforms.size > shown ? '…' : ''}.`,
      fix: 'docker build --platform linux/amd64 … (or linux/arm64, the architecture of the function)',
    };
  },
};
