import type { Compression } from '../archive/compression.ts';
import type { ScannedLayer } from '../layer/scan-layer.ts';

/** The content of an archive file, determined without a manifest. */
export type Blob = {
  /** The path in the archive. */
  path: string;
  /** The size in the archive, in bytes. */
  size: number;
  compression: Compression;
} & (
  | { kind: 'layer'; layer: ScannedLayer }
  | { kind: 'document'; bytes: Buffer }
  /** Neither, or broken: an error only if a manifest refers to it. */
  | { kind: 'other'; error: Error | undefined }
);
