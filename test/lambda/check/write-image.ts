import { gzipSync } from 'node:zlib';

import {
  addBlob,
  addJson,
  type ArchiveFiles,
  type Descriptor,
  mediaTypes,
  setIndex,
  writeDirectory,
} from '../image/build-image.ts';
import { type RawEntry, writeTar } from '../image/tar/write-tar.ts';
import { asTarEntries, type Entry, withDirectories } from './entry.ts';
import { ownDockerArchitecture } from './own-architecture.ts';

/** An image as a Dockerfile would make it: what is not said is that of a sound one. */
export interface ImageParts {
  os?: string;
  /** Each an image of its own in an index, if there are several. */
  architectures?: readonly string[];
  /** Whether it is in an index with its provenance, as BuildKit has it by default. */
  hasAttestation?: boolean;
  manifestType?: string;
  layerType?: string;
  /** Default: as its type says. */
  isCompressed?: boolean;
  /** As in the configuration: Entrypoint, Cmd, Env… */
  config?: Record<string, unknown>;
  /** The lowest first. */
  layers: readonly (readonly Entry[])[];
  /** Above them, as they are written. */
  rawLayers?: readonly (readonly RawEntry[])[];
  /** The instructions, as the builder notes them. ADD, COPY and `RUN - …` have a layer. */
  history?: readonly string[];
}

/** Writes an image to a directory in OCI layout. */
export async function writeImage(directory: string, parts: ImageParts): Promise<void> {
  const files: ArchiveFiles = new Map();
  const { layerType = mediaTypes.layer, architectures = [ownDockerArchitecture] } = parts;
  const tars = [
    ...parts.layers.map((entries) => withDirectories(entries).flatMap(asTarEntries)),
    ...(parts.rawLayers ?? []),
  ].map((entries) => writeTar([...entries]));
  const { isCompressed = layerType.endsWith('gzip') } = parts;
  const layers = tars.map((tar) => addBlob(files, isCompressed ? gzipSync(tar) : tar, layerType));
  const manifests = architectures.map((architecture) =>
    addManifest(files, parts, layers, architecture),
  );
  if (parts.hasAttestation) manifests.push(addAttestation(files));
  const isIndex = manifests.length > 1;
  setIndex(
    files,
    isIndex ? [addJson(files, { schemaVersion: 2, manifests }, mediaTypes.index)] : manifests,
  );
  await writeDirectory(directory, files);
}

function addManifest(
  files: ArchiveFiles,
  { os = 'linux', config, history = [], manifestType = mediaTypes.manifest }: ImageParts,
  layers: readonly Descriptor[],
  architecture: string,
): Descriptor {
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const document = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: addJson(
      files,
      {
        os,
        architecture,
        config,
        rootfs,
        history: history.map((each) => ({
          created_by: each,
          empty_layer: !/^(ADD|COPY|RUN -)/.test(each),
        })),
      },
      mediaTypes.config,
    ),
    layers,
  };
  return addJson(files, document, manifestType, { platform: { os, architecture } });
}

/** As BuildKit marks it ("Image attestation storage" of Docker's documentation). */
function addAttestation(files: ArchiveFiles): Descriptor {
  const config = addJson(files, {}, mediaTypes.config);
  return addJson(files, { schemaVersion: 2, config, layers: [] }, mediaTypes.manifest, {
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  });
}
