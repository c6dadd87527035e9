import type { Blob } from '../blob/blob.ts';
import type { Budget } from '../budget.ts';
import { ImageError } from '../image-error.ts';
import { maxReferences } from '../limits.ts';
import {
  configSchema,
  type ConfigDocument,
  type Descriptor,
  dockerManifestsSchema,
  indexSchema,
  type ManifestDocument,
  manifestSchema,
  type Platform,
  readDocument,
  type Schema,
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
export function readArchiveContents(blobs: Blobs, name: string, budget: Budget): ArchiveContents {
  const documents = createDocuments(blobs, budget);
  if (documents.has('index.json')) return readIndexes(documents);
  if (documents.has('manifest.json')) return readDockerManifests(documents);
  throw new ImageError({
    expected: `index.json or manifest.json in ${name}`,
    found: 'neither',
    fix: 'Give the name of an image, a file written by docker save, or an OCI layout.',
  });
}

/** The documents of an archive. Each is read once, however often it is referred to. */
interface Documents {
  has(path: string): boolean;
  /** Undefined if the archive does not have it. Throws an ImageError if it is another document. */
  read<Value>(path: string, what: string, schema: Schema<Value>): Value | undefined;
}

function createDocuments(blobs: Blobs, budget: Budget): Documents {
  const known = new Map<unknown, Map<string, unknown>>();
  return {
    has: (path) => blobAt(blobs, path) !== undefined,
    read<Value>(path: string, what: string, schema: Schema<Value>): Value | undefined {
      let values = known.get(schema);
      if (values === undefined) {
        values = new Map();
        known.set(schema, values);
      }
      if (values.has(path)) return values.get(path) as Value;
      const bytes = documentAt(blobs, path);
      if (bytes === undefined) return undefined;
      const value = readDocument(bytes, what, schema, budget);
      values.set(path, value);
      return value;
    },
  };
}

function readIndexes(documents: Documents): ArchiveContents {
  const contents: ArchiveContents = { images: [], attestations: 0, absent: [] };
  // Of one manifest, whatever leads to it.
  const layersOf = new Map<ManifestDocument, ArchivedLayer[]>();
  let references = 0;

  function follow(descriptor: Descriptor, { index, names, depth }: Reached): void {
    references += 1;
    if (references > maxReferences) {
      throw new ImageError({
        expected: `at most ${maxReferences} references to manifests and indexes`,
        found: 'more',
        fix: 'Build the image again, for one platform.',
      });
    }
    const { digest, annotations } = descriptor;
    if (annotations?.['vnd.docker.reference.type'] === 'attestation-manifest') {
      contents.attestations += 1;
      return;
    }
    const own = annotations?.['io.containerd.image.name'] ?? annotations?.[refName];
    const allNames = own === undefined ? names : [...names, own];
    const path = blobPath(digest);
    if (!documents.has(path)) {
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
      const { manifests } = documents.read(path, `the index ${digest}`, indexSchema)!;
      const reached = {
        index: { digest, mediaType: descriptor.mediaType! },
        names: allNames,
        depth: depth + 1,
      };
      for (const each of manifests) follow(each, reached);
      return;
    }
    const manifest = documents.read(path, `the manifest ${digest}`, manifestSchema)!;
    const config = documents.read(
      blobPath(manifest.config.digest),
      'the configuration',
      configSchema,
    );
    if (config === undefined) throw missing('configuration', manifest.config.digest);
    let layers = layersOf.get(manifest);
    if (layers === undefined) {
      layers = manifest.layers.map((layer) => ({
        path: blobPath(layer.digest),
        digest: layer.digest,
        mediaType: layer.mediaType,
      }));
      layersOf.set(manifest, layers);
    }
    contents.images.push({
      digest,
      mediaType: manifest.mediaType ?? descriptor.mediaType,
      configMediaType: manifest.config.mediaType,
      index,
      names: allNames,
      platform: descriptor.platform ?? platformOf(config),
      config,
      layers,
    });
  }

  const { manifests } = documents.read('index.json', 'index.json', indexSchema)!;
  for (const each of manifests) follow(each, { names: [], depth: 0 });
  return contents;
}

interface Reached {
  index?: { digest: string; mediaType: string };
  names: string[];
  depth: number;
}

const refName = 'org.opencontainers.image.ref.name';

/** What engines before 25 write, and others in their manner: no media types, and digests only in paths. */
function readDockerManifests(documents: Documents): ArchiveContents {
  const manifests = documents.read('manifest.json', 'manifest.json', dockerManifestsSchema)!;
  const images = manifests.map(({ Config, RepoTags, Layers }): ArchivedImage => {
    const config = documents.read(Config, `the configuration ${Config}`, configSchema);
    if (config === undefined) throw missing('configuration', Config);
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
