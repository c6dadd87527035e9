import {
  addBlob,
  addJson,
  type ArchiveFiles,
  type Descriptor,
  mediaTypes,
  setIndex,
} from '../lambda/image/build-image.ts';
import { pick } from '../lambda/random.ts';
import type { Structure } from './structure.ts';

/** What documents lead to. */
export interface Parts {
  layers: readonly { bytes: Buffer; mediaType: string }[];
  /** The document of the configuration, but for what it must have. */
  configuration: object;
}

/** How documents can lead to an image, and what else they can be. `size` is about the number of references. */
export const documents: Readonly<Record<string, (parts: Parts) => Structure<ArchiveFiles>>> = {
  'one image': (parts) => () => {
    const files: ArchiveFiles = new Map();
    setIndex(files, [image(files, parts)]);
    return files;
  },
  'indexes of indexes': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    let manifests = repeated(image(files, parts), size);
    for (let depth = 0; depth < 4; depth += 1) {
      manifests = repeated(addJson(files, { manifests }, mediaTypes.index), size);
    }
    setIndex(files, manifests);
    return files;
  },
  'one manifest over and over': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    setIndex(files, repeated(image(files, parts), size));
    return files;
  },
  'one layer over and over': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    const layers = Array.from({ length: size }, () => parts.layers).flat();
    setIndex(files, [image(files, { ...parts, layers })]);
    return files;
  },
  'a list of docker save': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    files.set('config.json', Buffer.from(JSON.stringify(configOf(parts))));
    const paths = parts.layers.map(({ bytes }, at) => {
      files.set(`${at}/layer.tar`, bytes);
      return `${at}/layer.tar`;
    });
    const one = { Config: 'config.json', RepoTags: ['a:b'], Layers: paths };
    files.set('manifest.json', Buffer.from(JSON.stringify(repeated(one, size))));
    return files;
  },
  'a deep document': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    setIndex(files, [image(files, parts)]);
    files.set('index.json', Buffer.from('[{"a":'.repeat(size * 100)));
    return files;
  },
  'a wide document': (parts) => (random, size) => {
    const files: ArchiveFiles = new Map();
    const wide = pick(random, ['[', '{},', '1,', '"",', '{"a":1},', '[],']).repeat(size * 100);
    const config = addBlob(files, Buffer.from(`{"config":{"Env":[${wide}1]}}`), mediaTypes.config);
    const layers = parts.layers.map(({ bytes, mediaType }) => addBlob(files, bytes, mediaType));
    setIndex(files, [addJson(files, { config, layers }, mediaTypes.manifest)]);
    return files;
  },
  'many documents': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    setIndex(files, [image(files, parts)]);
    for (let at = 0; at < size; at += 1) files.set(`blobs/sha256/${at}`, Buffer.from(`[${at}]`));
    return files;
  },
  'many broken layers': (parts) => (_, size) => {
    const files: ArchiveFiles = new Map();
    setIndex(files, [image(files, parts)]);
    for (let at = 0; at < size; at += 1) {
      files.set(`blobs/sha256/${at}`, Buffer.from([0x1f, 0x8b, 8, 0, at % 256]));
    }
    return files;
  },
  'fields of other types': (parts) => (random) => {
    const files: ArchiveFiles = new Map();
    const other: unknown[] = [null, 1, '', [], {}, true, '../..', 'sha256:', -1, 2 ** 60];
    const good = image(files, parts);
    setIndex(files, [
      { ...good, [pick(random, ['digest', 'mediaType', 'platform'])]: pick(random, other) },
    ]);
    return files;
  },
};

function repeated<Item>(item: Item, count: number): Item[] {
  return Array.from({ length: Math.max(1, count) }, () => item);
}

function image(files: ArchiveFiles, parts: Parts): Descriptor {
  const layers = parts.layers.map(({ bytes, mediaType }) => addBlob(files, bytes, mediaType));
  const config = addJson(files, configOf(parts), mediaTypes.config);
  return addJson(
    files,
    { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers },
    mediaTypes.manifest,
    { platform: { os: 'linux', architecture: 'amd64' } },
  );
}

function configOf({ configuration }: Parts): object {
  return { os: 'linux', architecture: 'amd64', ...configuration };
}
