import type { Blob } from '../blob/blob.ts';
import { ImageError } from '../image-error.ts';
import {
  configSchema,
  type ConfigDocument,
  type Descriptor,
  dockerManifestsSchema,
  indexSchema,
  manifestSchema,
  type Platform,
  readDocument,
} from './documents.ts';
import { isIndexType } from './media-types.ts';

/** All files of an archive by path, and where links in it point to. */
export interface Blobs {
  byPath: Map<string, Blob>;
  links: Map<string, string>;
}

export interface ArchivedLayer {
  path: string;
  digest: string | undefined;
  mediaType: string | undefined;
}

/** An image in an archive. */
export interface ArchivedImage {
  digest: string | undefined;
  mediaType: string | undefined;
  configMediaType: string | undefined;
  /** The index that leads to it, unless the archive itself does. */
  index: { digest: string; mediaType: string } | undefined;
  names: string[];
  platform: Platform;
  config: ConfigDocument;
  layers: ArchivedLayer[];
}

export interface ArchiveContents {
  images: ArchivedImage[];
  /** Manifests of provenance and SBOM attestations (Docker's "Image attestation storage"). */
  attestations: number;
  /** Platforms that are in an index but not in the archive. */
  absent: Platform[];
}

/** The blob at a path, also by way of links: older engines write a layer that comes twice only once. */
export function blobAt({ byPath, links }: Blobs, path: string): Blob | undefined {
  let at = path;
  for (let steps = 0; steps < maxLinks; steps += 1) {
    const blob = byPath.get(at);
    const next = links.get(at);
    if (blob !== undefined || next === undefined) return blob;
    at = next;
  }
  return undefined;
}

const maxLinks = 8;

/** Indexes can be nested; real ones have at most two levels. */
const maxIndexDepth = 4;

/** Throws an ImageError if the archive has no valid manifests. */
export function readArchiveContents(blobs: Blobs, name: string): ArchiveContents {
  const index = documentAt(blobs, 'index.json');
  if (index !== undefined) {
    const contents: ArchiveContents = { images: [], attestations: 0, absent: [] };
    const { manifests } = readDocument(index, 'index.json', indexSchema);
    for (const each of manifests) addDescriptor(contents, blobs, each, { names: [], depth: 0 });
    return contents;
  }
  const manifests = documentAt(blobs, 'manifest.json');
  if (manifests !== undefined) return readDockerManifests(blobs, manifests);
  throw new ImageError({
    expected: `index.json or manifest.json in ${name}`,
    found: 'neither',
    fix: 'Give the name of an image, a file written by docker save, or an OCI layout.',
  });
}

interface Reached {
  index?: { digest: string; mediaType: string };
  names: string[];
  depth: number;
}

function addDescriptor(
  contents: ArchiveContents,
  blobs: Blobs,
  descriptor: Descriptor,
  { index, names, depth }: Reached,
): void {
  const { digest, annotations } = descriptor;
  if (annotations?.['vnd.docker.reference.type'] === 'attestation-manifest') {
    contents.attestations += 1;
    return;
  }
  const own = annotations?.['io.containerd.image.name'] ?? annotations?.[refName];
  const allNames = own === undefined ? names : [...names, own];
  const bytes = documentAt(blobs, blobPath(digest));
  if (bytes === undefined) {
    // An engine keeps only the platforms that were pulled.
    if (index === undefined) throw missing('manifest', digest);
    contents.absent.push(descriptor.platform ?? {});
    return;
  }
  if (isIndexType(descriptor.mediaType)) {
    if (depth >= maxIndexDepth) {
      throw new ImageError({
        expected: `at most ${maxIndexDepth} nested indexes`,
        found: `one more at ${digest}`,
        fix: 'Build the image again, for one platform.',
      });
    }
    const { manifests } = readDocument(bytes, `the index ${digest}`, indexSchema);
    const reached = {
      index: { digest, mediaType: descriptor.mediaType! },
      names: allNames,
      depth: depth + 1,
    };
    for (const each of manifests) addDescriptor(contents, blobs, each, reached);
    return;
  }
  const manifest = readDocument(bytes, `the manifest ${digest}`, manifestSchema);
  const configBytes = documentAt(blobs, blobPath(manifest.config.digest));
  if (configBytes === undefined) throw missing('configuration', manifest.config.digest);
  const config = readDocument(configBytes, 'the configuration', configSchema);
  contents.images.push({
    digest,
    mediaType: manifest.mediaType ?? descriptor.mediaType,
    configMediaType: manifest.config.mediaType,
    index,
    names: allNames,
    platform: descriptor.platform ?? platformOf(config),
    config,
    layers: manifest.layers.map((layer) => ({
      path: blobPath(layer.digest),
      digest: layer.digest,
      mediaType: layer.mediaType,
    })),
  });
}

const refName = 'org.opencontainers.image.ref.name';

/** What engines before 25 write, and others in their manner: no media types, and digests only in paths. */
function readDockerManifests(blobs: Blobs, bytes: Buffer): ArchiveContents {
  const manifests = readDocument(bytes, 'manifest.json', dockerManifestsSchema);
  const images = manifests.map(({ Config, RepoTags, Layers }): ArchivedImage => {
    const configBytes = documentAt(blobs, Config);
    if (configBytes === undefined) throw missing('configuration', Config);
    const config = readDocument(configBytes, `the configuration ${Config}`, configSchema);
    const digests = config.rootfs?.diff_ids ?? [];
    return {
      digest: undefined,
      mediaType: undefined,
      configMediaType: undefined,
      index: undefined,
      names: RepoTags ?? [],
      platform: platformOf(config),
      config,
      layers: (Layers ?? []).map((path, at) => ({
        path,
        digest: digests[at],
        mediaType: undefined,
      })),
    };
  });
  return { images, attestations: 0, absent: [] };
}

function platformOf({ os, architecture, variant }: ConfigDocument): Platform {
  return {
    ...(os !== undefined && { os }),
    ...(architecture !== undefined && { architecture }),
    ...(variant !== undefined && { variant }),
  };
}

function documentAt(blobs: Blobs, path: string): Buffer | undefined {
  const blob = blobAt(blobs, path);
  if (blob === undefined) return undefined;
  if (blob.kind === 'document') return blob.bytes;
  if (blob.kind === 'other' && blob.error !== undefined) throw blob.error;
  throw new ImageError({
    expected: `JSON in ${path}`,
    found: blob.kind === 'layer' ? 'a tar' : 'something else',
    fix: 'Create the archive again.',
  });
}

/** "OCI Image Layout Specification", "Blobs". */
function blobPath(digest: string): string {
  if (/^[a-z0-9+._-]+:[a-zA-Z0-9=_-]+$/.test(digest)) return `blobs/${digest.replace(':', '/')}`;
  throw new ImageError({
    expected: 'a digest as sha256:…',
    found: JSON.stringify(digest.slice(0, 100)),
    fix: 'Create the archive again.',
  });
}

export function missing(what: string, digest: string): ImageError {
  return new ImageError({
    expected: `the ${what} ${digest} in the archive`,
    found: 'none',
    fix: 'The archive is incomplete: create it again.',
  });
}
