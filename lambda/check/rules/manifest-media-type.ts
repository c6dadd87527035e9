import type { Rule } from '../rule.ts';

const layerTypes = /^application\/vnd\.(docker\.image\.rootfs|oci\.image\.layer)\./;
const knownLayers = /\.(tar|tar\+gzip|tar\.gzip)$/;

export const manifestMediaType: Rule = {
  id: 'manifest-media-type',
  severity: 'error',
  title: 'manifest, config and layers are of types that Lambda takes',
  why: 'Lambda takes Docker image manifest V2, schema 2, and OCI 1.0 images, with layers as tar or tar+gzip.',
  *check({ image: { layers } }) {
    for (const [index, { mediaType, isForeign, digest }] of layers.entries()) {
      const where = `layer ${index + 1} (${digest ?? 'without a digest'})`;
      if (isForeign) {
        yield {
          found: 'Expected layers that a registry has, found one that it may not distribute.',
          where,
          fix: 'Build on another base image.',
        };
      } else if (
        mediaType !== undefined &&
        layerTypes.test(mediaType) &&
        !knownLayers.test(mediaType)
      ) {
        yield {
          found: `Expected a layer as tar or tar+gzip, found ${mediaType}.`,
          where,
          fix: 'docker build --output type=image,compression=gzip,force-compression=true …',
        };
      }
    }
  },
};
