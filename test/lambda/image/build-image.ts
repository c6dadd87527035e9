import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';

import { type RawEntry, writeTar } from './tar/write-tar.ts';

/** Files of an archive, by path. */
export type ArchiveFiles = Map<string, Buffer>;

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: object;
  annotations?: Record<string, string>;
}

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  foreign: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
} as const;

export function addBlob(
  files: ArchiveFiles,
  bytes: Buffer,
  mediaType: string,
  more: Partial<Descriptor> = {},
): Descriptor {
  const hash = createHash('sha256').update(bytes).digest('hex');
  files.set(`blobs/sha256/${hash}`, bytes);
  return { mediaType, digest: `sha256:${hash}`, size: bytes.length, ...more };
}

export function addJson(
  files: ArchiveFiles,
  value: unknown,
  mediaType: string,
  more?: Partial<Descriptor>,
): Descriptor {
  return addBlob(files, Buffer.from(JSON.stringify(value)), mediaType, more);
}

const compressions = {
  none: (bytes: Buffer) => bytes,
  gzip: (bytes: Buffer) => gzipSync(bytes),
  zstd: (bytes: Buffer) => zstdCompressSync(bytes),
};

export type BuiltLayer = RawEntry[] | Buffer;

export interface ImageParts {
  layers?: BuiltLayer[];
  compression?: keyof typeof compressions;
  architecture?: string;
  config?: object;
  annotations?: Record<string, string>;
}

/** Puts an image into an OCI layout, without the index that names it. */
export function addImage(
  files: ArchiveFiles,
  { layers = [[]], compression = 'none', architecture = 'amd64', config, annotations }: ImageParts,
): Descriptor {
  const tars = layers.map((layer) => (Buffer.isBuffer(layer) ? layer : writeTar(layer)));
  const suffix = compression === 'none' ? '' : `+${compression}`;
  const descriptors = tars.map((tar) =>
    addBlob(files, compressions[compression](tar), mediaTypes.layer + suffix),
  );
  const document = {
    os: 'linux',
    architecture,
    config,
    history: [
      { created_by: 'ENV A=b', empty_layer: true },
      ...layers.map((_, at) => ({ created_by: `COPY ${at}` })),
    ],
    rootfs: {
      type: 'layers',
      diff_ids: tars.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`),
    },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: addJson(files, document, mediaTypes.config),
    layers: descriptors,
  };
  return addJson(files, manifest, mediaTypes.manifest, {
    platform: { os: 'linux', architecture },
    ...(annotations && { annotations }),
  });
}

export function setIndex(files: ArchiveFiles, manifests: Descriptor[]): void {
  files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
}

/** An OCI layout with one image. */
export function ociLayout(parts: ImageParts = {}): ArchiveFiles {
  const files: ArchiveFiles = new Map();
  setIndex(files, [addImage(files, parts)]);
  return files;
}

export async function writeDirectory(directory: string, files: ArchiveFiles): Promise<string> {
  for (const [file, bytes] of files) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), bytes);
  }
  return directory;
}

/** Manifests last, as engines write them. */
export function tarOf(files: ArchiveFiles): Buffer {
  return writeTar(
    [...files]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, content]) => ({ path: file, content })),
  );
}
