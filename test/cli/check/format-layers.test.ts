import { expect, test } from 'vitest';

import { formatLayers } from '../../../cli/check/format-layers.ts';
import type { ImageFacts, LayerFacts } from '../../../lambda/image/image-facts.ts';
import { terminalOfWidth } from '../../terminal/terminal-of-width.ts';

function layer(bytes: number, createdBy?: string): LayerFacts {
  return {
    digest: undefined,
    mediaType: undefined,
    compression: 'none',
    compressedBytes: undefined,
    bytes,
    entries: 1,
    createdBy,
    isForeign: false,
    absolutePath: undefined,
  };
}

function format(layers: LayerFacts[], width = 80): string[] {
  return formatLayers({ layers } as ImageFacts, terminalOfWidth(width));
}

test('a line a layer, with its instruction as in the Dockerfile, and the sum', () => {
  const layers = [
    layer(79_600_000),
    layer(1000, 'WORKDIR /var/task'),
    layer(2_000_000, 'RUN /bin/sh -c apt-get  update # buildkit'),
    layer(1, 'RUN |1 VERSION=1 /bin/sh -c make # buildkit'),
    layer(2, '/bin/sh -c #(nop) COPY file:1 in /'),
    layer(3, '/bin/sh -c make'),
    layer(4, 'COPY /rootfs / # buildkit'),
  ];
  expect(format(layers)).toStrictEqual([
    '<bold>Layers</bold>',
    '',
    '  79.6 MB',
    '   1.0 KB  WORKDIR /var/task',
    '   2.0 MB  RUN apt-get update',
    '      1 B  RUN make',
    '      2 B  COPY file:1 in /',
    '      3 B  RUN make',
    '      4 B  COPY /rootfs /',
    '  81.6 MB  in 7 layers',
    '',
  ]);
});

test('an instruction is cut at the edge of the terminal', () => {
  const [, , line] = format([layer(1000, `RUN ${'x'.repeat(100)}`)], 40);
  expect(line).toMatch(/^ {2}1\.0 KB {2}RUN x+…$/);
  expect(line).toHaveLength(40);
});

test('one layer is no layers', () => {
  expect(format([layer(5)])).toContain('  5 B  in 1 layer');
});
