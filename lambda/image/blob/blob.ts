import type { Compression } from '../archive/compression.ts';
import type { ScannedLayer } from '../layer/scan-layer.ts';

/** What a file of an archive turned out to be, before any manifest has told. */
export type Blob = {
  /** In the archive. */
  path: string;
  /** In bytes, as it is in the archive. */
  size: number;
  compression: Compression;
} & (
  | { kind: 'layer'; layer: ScannedLayer }
  | { kind: 'document'; bytes: Buffer }
  /** Neither; or broken, which matters only if a manifest names it. */
  | { kind: 'other'; error: Error | undefined }
);
