import type { Rule } from '../rule.ts';

const lambdaLimit = 10 * 1024 ** 3;

export const imageSize: Rule = {
  id: 'image-size',
  severity: 'error',
  title: 'the image is no larger than allowed',
  why: 'An image may have 10 GB, without compression and with all its layers (Lambda guide, "Lambda quotas").',
  *check({ image: { layers }, options: { maxBytes = lambdaLimit } }) {
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
    if (bytes <= maxBytes) return;
    yield {
      found: `Expected at most ${maxBytes.toLocaleString('en-US')} bytes, found ${bytes.toLocaleString('en-US')}.`,
      fix: '--size lists what is largest. What a later instruction removes stays in its layer: remove it in the same RUN.',
    };
  },
};
