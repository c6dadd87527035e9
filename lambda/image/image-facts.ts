import type { Budget } from './budget.ts';
import type { FileTree, FoundFile } from './tree/file-tree.ts';

/** All that is known of an image without running it. */
export interface ImageFacts {
  /** What is left for whoever follows what is in the image. */
  budget: Budget;
  manifest: ManifestFacts;
  config: ConfigFacts;
  /** The lowest first. */
  layers: LayerFacts[];
  files: FileTree;
  /** Files of lower layers that a later layer removes or replaces. */
  hidden: FoundFile[];
  /** The first thousand, the lowest layer first. */
  oddEntries: OddEntry[];
}

/** An entry of a layer that not every reader of layers accepts. */
export interface OddEntry {
  /** The index of its layer; the lowest is 0. */
  layer: number;
  /**
   * `no-parent`: no entry before it, in its layer or a lower one, is its directory. `no-target`: a hard link to what is
   * no file before it. `duplicate`: its layer has an entry with the same path before it, and not both are directories.
   */
  kind: 'no-parent' | 'no-target' | 'duplicate';
  path: string;
  /** What a hard link points to. */
  target?: string;
}

/** How the image is stored, which decides whether Lambda takes it. */
export interface ManifestFacts {
  /** Where it was read: the local engine, a tar, or a directory in OCI layout. */
  source: 'docker' | 'tar' | 'oci-layout';
  /** Of the manifest of this image; undefined for archives of older engines. */
  digest: string | undefined;
  /** Of the same; undefined where the archive does not say. */
  mediaType: string | undefined;
  configMediaType: string | undefined;
  /**
   * The index (manifest list) that the name of the image stands for, and that a push would push; undefined if it
   * stands for the manifest itself.
   */
  index: { digest: string; mediaType: string } | undefined;
  /** Names and tags that the archive has for it. */
  names: string[];
  /** All images of the archive; the one that was read is `isChosen`. More than one is more than Lambda takes. */
  images: { platform: string; digest: string | undefined; isChosen: boolean }[];
  /** Platforms (`linux/arm64`) that the index lists, but the archive has no image for. */
  absentPlatforms: string[];
  /** How many manifests of provenance or bills of material there are beside the images. */
  attestations: number;
}

/** The configuration, with what is not set as undefined or empty. */
export interface ConfigFacts {
  os: string | undefined;
  /** As Docker has it from Go: `amd64`, `arm64`… */
  architecture: string | undefined;
  variant: string | undefined;
  /** Shell form is `['/bin/sh', '-c', …]`. Undefined if there is none. */
  entrypoint: string[] | undefined;
  cmd: string[] | undefined;
  workingDir: string | undefined;
  /** In the order of the image. A variable without `=` has an empty value. */
  env: { name: string; value: string }[];
  user: string | undefined;
  volumes: string[];
  /** `8080/tcp`… */
  exposedPorts: string[];
  /** The words of the command; undefined if there is none or it is switched off. */
  healthcheck: string[] | undefined;
  stopSignal: string | undefined;
  labels: Record<string, string>;
  /** What the shell form of instructions was run with. */
  shell: string[] | undefined;
  /** As it was written: an ISO 8601 date in sound images. */
  created: string | undefined;
  /** The instructions that it was built with, the first one first, as the builder has noted them. */
  history: { createdBy: string; isEmptyLayer: boolean }[];
}

export interface LayerFacts {
  /** As the manifest names it: of the compressed layer, or, for older engines, of the one without compression. */
  digest: string | undefined;
  /** Undefined where the archive does not say. */
  mediaType: string | undefined;
  /** As it is in this archive; engines keep layers without. */
  compression: 'none' | 'gzip' | 'zstd';
  /** Undefined for a layer without compression. */
  compressedBytes: number | undefined;
  /** Without compression, as Lambda counts it. */
  bytes: number;
  /** How many files, directories, links and whiteouts it has. */
  entries: number;
  /** The first path in it that begins with a slash, as it is written. */
  absolutePath: string | undefined;
  /** The instruction of the Dockerfile, as the builder has noted it; undefined if it has not. */
  createdBy: string | undefined;
  /** Its contents may not be in registries (`foreign`, `nondistributable`), and are not in this archive. */
  isForeign: boolean;
}
