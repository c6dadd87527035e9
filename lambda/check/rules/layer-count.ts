import type { Rule } from '../rule.ts';

/** Docker's overlay2 mounts no more. */
const most = 127;

export const layerCount: Rule = {
  id: 'layer-count',
  severity: 'error',
  title: 'there are not too many layers',
  why: 'Images of more than 127 layers cannot be run by Docker, and so not be tried before they are pushed.',
  *check({ image: { layers } }) {
    if (layers.length <= most) return;
    yield {
      found: `Expected at most ${most} layers, found ${layers.length}.`,
      fix: 'Put several RUN and COPY instructions into one.',
    };
  },
};
