import {
  addBlob,
  addJson,
  type ArchiveFiles,
  type Descriptor,
  mediaTypes,
  setIndex,
  writeDirectory,
} from '../image/build-image.ts';
import { writeTar } from '../image/tar/write-tar.ts';
import { asTarEntries, type Entry } from './entry.ts';
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
  /** As in the configuration: Entrypoint, Cmd, Env… */
  config?: Record<string, unknown>;
  /** The lowest first. */
  layers: readonly (readonly Entry[])[];
}

/** Writes an image to a directory in OCI layout. */
export async function writeImage(directory: string, parts: ImageParts): Promise<void> {
  const files: ArchiveFiles = new Map();
  const { layerType = mediaTypes.layer, architectures = [ownDockerArchitecture] } = parts;
  const layers = parts.layers.map((entries) =>
    addBlob(files, writeTar(entries.flatMap(asTarEntries)), layerType),
  );
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
  { os = 'linux', config, manifestType = mediaTypes.manifest }: ImageParts,
  layers: readonly Descriptor[],
  architecture: string,
): Descriptor {
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const document = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: addJson(files, { os, architecture, config, rootfs }, mediaTypes.config),
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
