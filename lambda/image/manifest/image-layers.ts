import type { Blob } from '../blob/blob.ts';
import { ImageError } from '../image-error.ts';
import type { LayerFacts } from '../image-facts.ts';
import { maxInstructionLength, maxLayers } from '../limits.ts';
import type { ScannedLayer } from '../layer/scan-layer.ts';
import {
  type ArchivedImage,
  type ArchivedLayer,
  blobAt,
  type Blobs,
  missing,
} from './archived-image.ts';
import { isForeignType } from './media-types.ts';

export interface ImageLayer {
  archived: ArchivedLayer;
  /** Undefined for a foreign layer that is not in the archive. */
  blob: Blob | undefined;
  scanned: ScannedLayer;
}

const emptyLayer: ScannedLayer = {
  entries: [],
  incomplete: new Map(),
  bytes: 0,
  absolutePath: undefined,
};

/** The layers of an image, the lowest first. Throws what was wrong with one. */
export function imageLayers(blobs: Blobs, { layers, config }: ArchivedImage): ImageLayer[] {
  if (layers.length > maxLayers) {
    throw new ImageError({
      expected: `at most ${maxLayers} layers`,
      found: String(layers.length),
      fix: 'Docker runs images of at most 127 layers: combine RUN and COPY instructions.',
    });
  }
  const expected = config.rootfs?.diff_ids?.length;
  if (expected !== undefined && expected !== layers.length) {
    throw new ImageError({
      expected: `${expected} layers, as in the configuration of the image`,
      found: `${layers.length} in its manifest`,
      fix: 'No engine accepts it: build the image again.',
    });
  }
  return layers.map((archived) => {
    const blob = blobAt(blobs, archived.path);
    if (blob === undefined && isForeignType(archived.mediaType)) {
      return { archived, blob, scanned: emptyLayer };
    }
    const name = archived.digest ?? archived.path;
    if (blob === undefined) throw missing('layer', name);
    if (blob.kind === 'layer') return { archived, blob, scanned: blob.layer };
    if (blob.kind === 'other' && blob.error !== undefined) throw blob.error;
    throw new ImageError({
      expected: `a tar, also with gzip or zstd, as the layer ${name}`,
      found: blob.kind === 'document' ? 'JSON' : 'something else',
      fix: 'The archive is corrupt: create it again.',
    });
  });
}

export function layerFacts(layers: ImageLayer[], { config }: ArchivedImage): LayerFacts[] {
  const steps = (config.history ?? []).filter(({ empty_layer: isEmpty }) => isEmpty !== true);
  return layers.map(({ archived, blob, scanned }, at) => {
    const compression = blob?.compression ?? 'none';
    return {
      digest: archived.digest,
      mediaType: archived.mediaType,
      compression,
      compressedBytes: compression === 'none' ? undefined : blob?.size,
      bytes: scanned.bytes,
      entries: scanned.entries.length,
      absolutePath: scanned.absolutePath,
      createdBy: steps[at]?.created_by?.slice(0, maxInstructionLength),
      isForeign: isForeignType(archived.mediaType),
    };
  });
}
