import type { Archive } from './archive/archive.ts';
import type { SaveImage } from './archive/engine-archive.ts';
import type { Blob } from './blob/blob.ts';
import { readBlob } from './blob/read-blob.ts';
import { type Budget, createBudget } from './budget.ts';
import type { ImageFacts } from './image-facts.ts';
import type { Keep } from './layer/file-facts.ts';
import { rescanLayers } from './layer/rescan-layers.ts';
import { tooLarge } from './layer/too-large.ts';
import { maxImageBytes } from './limits.ts';
import { keepForLoaders } from './loader/keep-for-loaders.ts';
import { type Blobs, readArchiveContents } from './manifest/archived-image.ts';
import { chooseImage } from './manifest/choose-image.ts';
import { platformName } from './platform-name.ts';
import { configFacts } from './manifest/config-facts.ts';
import { imageLayers, layerFacts } from './manifest/image-layers.ts';
import { openArchive } from './open-archive.ts';
import { ownArchitecture } from './own-architecture.ts';
import { applyLayers } from './tree/apply-layers.ts';

export interface ReadImageOptions {
  /** The image to read if there are several: `amd64` or `arm64`. Default: that of this machine. */
  architecture?: string;
  /** How much of each file to keep, besides what dynamic loaders read. Default: nothing. */
  keep?: Keep;
  /** Reads images by name; without it, only files and directories can be read. */
  save?: SaveImage;
}

/**
 * Reads an image as a stream: nothing is unpacked, run or written. The name is that of an image of an engine, a tar
 * file (written by `docker save`, or with an OCI layout) or an OCI layout directory. Rejects with an ImageError if it
 * cannot be read, and with the errors of `save`.
 */
export async function readImage(
  name: string,
  { architecture = ownArchitecture(), keep = keepNothing, save }: ReadImageOptions = {},
): Promise<ImageFacts> {
  const archive = await openArchive(name, save);
  const budget = createBudget(archive.name);
  const blobs = await readBlobs(archive, alsoForLoaders(keep), budget);
  const contents = readArchiveContents(blobs, archive.name, budget);
  const image = chooseImage(contents, archive.name, architecture);
  const layers = imageLayers(blobs, image);
  const bytes = layers.reduce((sum, { scanned }) => sum + scanned.bytes, 0);
  if (bytes > maxImageBytes) throw tooLarge(archive.name);
  await rescanLayers(
    archive,
    new Map(layers.flatMap(({ blob, scanned }) => (blob ? [[blob.path, scanned]] : []))),
    budget,
  );
  return {
    manifest: {
      source: archive.kind,
      digest: image.digest,
      mediaType: image.mediaType,
      configMediaType: image.configMediaType,
      index: image.index,
      names: image.names,
      images: contents.images.map((each) => ({
        platform: platformName(each.platform),
        digest: each.digest,
        isChosen: each === image,
      })),
      absentPlatforms: contents.absent.map(platformName),
      attestations: contents.attestations,
    },
    budget,
    config: configFacts(image.config),
    layers: layerFacts(layers, image),
    ...applyLayers(
      layers.map(({ scanned }) => scanned.entries),
      budget,
    ),
  };
}

/** With its stack. */
const errorBytes = 4096;

async function readBlobs(archive: Archive, keep: Keep, budget: Budget): Promise<Blobs> {
  const byPath = new Map<string, Blob>();
  const links = await archive.read(
    (file) =>
      readBlob(file, { keep, budget }, (blob) => {
        if (blob.kind === 'other' && blob.error !== undefined)
          budget.spend('keptBytes', errorBytes);
        byPath.set(file.path, blob);
      }),
    budget,
  );
  return { byPath, links };
}

function keepNothing(): number {
  return 0;
}

function alsoForLoaders(keep: Keep): Keep {
  return (path, size, head) => Math.max(keep(path, size, head), keepForLoaders(path, size));
}
