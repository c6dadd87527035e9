import { layerName } from '../odd-entries.ts';
import type { Rule } from '../rule.ts';

const manifestTypes: ReadonlySet<string | undefined> = new Set([
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
]);
const configTypes: ReadonlySet<string | undefined> = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
]);
/** Docker's manifest has no media type for a layer without gzip, although some builders write one. */
const layerTypes =
  /^application\/vnd\.(docker\.image\.rootfs\.diff\.tar\.gzip|oci\.image\.layer\.v1\.tar(\+gzip)?)$/;

export const manifestMediaType: Rule = {
  id: 'manifest-media-type',
  severity: 'error',
  title: 'manifest, configuration and layers have media types that Lambda supports',
  why: 'Lambda supports Docker image manifest V2, schema 2, and OCI image specification 1.0 (Lambda guide, "Create a Lambda function using a container image"), with layers as tar+gzip, and in OCI also as tar: others fail with UnsupportedImageLayerDetected. zstd layers are part of OCI 1.1.',
  *check({ image: { manifest, layers } }) {
    const documents = [
      ['manifest', manifest.mediaType, manifestTypes],
      ['configuration', manifest.configMediaType, configTypes],
    ] as const;
    for (const [what, mediaType, known] of documents) {
      // Older archives have no media types, and the engine writes a new manifest when it pushes.
      if (mediaType === undefined || known.has(mediaType)) continue;
      yield {
        found: `Expected a Docker V2 or OCI 1.0 ${what}, found ${mediaType}.`,
        where: what,
        fix: 'docker build --provenance=false --sbom=false …',
      };
    }
    for (const [index, { mediaType, isForeign }] of layers.entries()) {
      const where = layerName(layers, index);
      if (isForeign) {
        yield {
          found:
            'Expected a distributable layer, found a foreign one, which registries do not store.',
          where,
          fix: 'Use another base image.',
        };
      } else if (mediaType !== undefined && !layerTypes.test(mediaType)) {
        yield {
          found: `Expected a layer with gzip, found ${mediaType}.`,
          where,
          fix: 'docker build --output type=image,compression=gzip,force-compression=true …',
        };
      }
    }
  },
};
