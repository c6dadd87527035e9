import type { Rule } from '../rule.ts';
import { layerName } from '../odd-entries.ts';

export const layerCompression: Rule = {
  id: 'layer-compression',
  severity: 'warning',
  title: 'layers are compressed as their media types say',
  why: 'Docker looks at the first bytes of a layer, and other readers at its media type: the layer is refused, or read as garbage (UnsupportedImageLayerDetected).',
  *check({ image: { layers } }) {
    for (const [index, { mediaType, compression, isForeign }] of layers.entries()) {
      // manifest-media-type reports all other types.
      const said = isForeign ? undefined : /[.+](tar|gzip)$/.exec(mediaType ?? '')?.[1];
      if (said === undefined) continue;
      const expected = said === 'tar' ? 'none' : said;
      if (compression === expected) continue;
      yield {
        found: `Expected ${names[expected]} as in ${mediaType}, found ${names[compression]}.`,
        where: layerName(layers, index),
        fix: 'Compress the layer, or correct its media type, and push the image again.',
      };
    }
  },
};

const names: Readonly<Record<string, string>> = {
  none: 'a tar without compression',
  gzip: 'a tar with gzip',
  zstd: 'a tar with zstd',
};
