import type { Rule } from '../rule.ts';

export const manifestIndex: Rule = {
  id: 'manifest-index',
  severity: 'error',
  title: 'the image is a single manifest, not an image index',
  why: 'Lambda accepts a single image manifest. BuildKit adds a provenance attestation by default, which turns the image into an index: "The image manifest, config or layer media type for the source image is not supported".',
  *check({ image: { manifest } }) {
    const platforms = manifest.images.length + manifest.absentPlatforms.length;
    if (manifest.attestations > 0) {
      yield {
        found: `Expected one manifest, found an index with ${manifest.attestations} attestation${manifest.attestations === 1 ? '' : 's'} (provenance or SBOM).`,
        fix: 'docker build --provenance=false --sbom=false …',
      };
    } else if (manifest.index !== undefined && platforms <= 1) {
      yield {
        found: `Expected one manifest, found an index (${manifest.index.mediaType}).`,
        fix: 'docker build --provenance=false --sbom=false …, and push the new image.',
      };
    }
  },
};
