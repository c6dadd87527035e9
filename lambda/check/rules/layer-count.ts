import type { Rule } from '../rule.ts';

/** The limit of Docker's overlay2 driver. */
const most = 127;

export const layerCount: Rule = {
  id: 'layer-count',
  severity: 'error',
  title: 'the image has at most 127 layers',
  why: 'Docker cannot run an image with more than 127 layers, so it cannot be tested before it is pushed.',
  *check({ image: { layers } }) {
    if (layers.length <= most) return;
    yield {
      found: `Expected at most ${most} layers, found ${layers.length}.`,
      fix: 'Combine RUN and COPY instructions.',
    };
  },
};
