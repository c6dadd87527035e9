import type { Rule } from '../rule.ts';

const lambdaLimit = 10 * 1024 ** 3;

export const imageSize: Rule = {
  id: 'image-size',
  severity: 'error',
  title: 'the image is no larger than the limit',
  why: 'An image may have at most 10 GB, uncompressed, including all layers (Lambda guide, "Lambda quotas").',
  *check({ image: { layers }, options: { maxBytes = lambdaLimit } }) {
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
    if (bytes <= maxBytes) return;
    yield {
      found: `Expected at most ${maxBytes.toLocaleString('en-US')} bytes, found ${bytes.toLocaleString('en-US')}.`,
      fix: 'lambda-container check --size lists the largest files. Files that a later instruction removes stay in their layer: remove them in the RUN that creates them.',
    };
  },
};
