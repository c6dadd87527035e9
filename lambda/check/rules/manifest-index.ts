import type { Rule } from '../rule.ts';

export const manifestIndex: Rule = {
  id: 'manifest-index',
  severity: 'error',
  title: 'the image is one manifest, not an index of several',
  why: 'Lambda takes one image manifest. BuildKit adds provenance to what it builds, which makes an index of it: "The image manifest, config or layer media type for the source image is not supported".',
  *check({ image: { manifest } }) {
    const platforms = manifest.images.length + manifest.absentPlatforms.length;
    if (manifest.attestations > 0) {
      yield {
        found: `Expected one manifest, found an index with ${manifest.attestations} of provenance or bills of material.`,
        fix: 'docker build --provenance=false --sbom=false …',
      };
    } else if (manifest.index !== undefined && platforms <= 1) {
      yield {
        found: `Expected one manifest, found an index (${manifest.index.mediaType}).`,
        fix: 'docker build --provenance=false --sbom=false …, and push that.',
      };
    }
  },
};
