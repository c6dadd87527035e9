import type { Budget } from '../budget.ts';
import type { ByteRange } from '../elf/byte-range.ts';
import { createElfCollector } from '../elf/elf-collector.ts';
import { startsAsElf } from '../elf/elf-header.ts';
import type { ElfResult } from '../elf/read-elf.ts';
import { ImageError } from '../image-error.ts';
import { maxImageBytes, maxNameLength, maxPathLength } from '../limits.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { createTarReader } from '../tar/tar-reader.ts';
import type { FileFacts, Keep } from './file-facts.ts';

/** An entry of a layer, before layers are put on one another. */
export type LayerEntry = {
  /** From the root, without a slash at either end; empty for the root itself. */
  path: string;
  /** A hard link has only the path that it points to. */
  hardLinkTo: string | undefined;
  /** `layer` is not known yet: 0. */
  facts: FileFacts;
};

export type ScannedLayer = {
  entries: LayerEntry[];
  /** ELF files that have to come again, by the index of their entry, and what is missing of them. */
  incomplete: Map<number, ByteRange[]>;
  /** Of the layer without compression, up to the end of the archive. */
  bytes: number;
};

export type LayerScan = {
  write(chunk: Buffer): void;
  end(): void;
  readonly isComplete: boolean;
  result(): ScannedLayer;
};

export type ScanOptions = {
  /** For errors: `layer sha256:…`. */
  name: string;
  keep: Keep;
  budget: Budget;
};

/** Reads a layer without compression. Throws an ImageError if it is no tar of an image. */
export const createLayerScan = ({ name, keep, budget }: ScanOptions): LayerScan => {
  const entries: LayerEntry[] = [];
  const incomplete = new Map<number, ByteRange[]>();
  let fileBytes = 0;

  const onEntry = (entry: TarEntry): TarSink | undefined => {
    const path = insideRoot(entry.path, name);
    budget.spend('entries', 1);
    budget.spend('pathBytes', path.length + (entry.linkTarget?.length ?? 0));
    budget.spend('readBytes', entry.size);
    fileBytes += entry.size;
    if (fileBytes > maxImageBytes) throw tooLarge(name);
    const isHardLink = entry.type === 'hard-link';
    const facts: FileFacts = {
      type: entry.type === 'hard-link' ? 'file' : entry.type,
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      size: entry.size,
      linkTarget: isHardLink ? undefined : entry.linkTarget,
      layer: 0,
      elf: undefined,
      content: undefined,
    };
    const hardLinkTo = isHardLink ? insideRoot(entry.linkTarget!, name) : undefined;
    const index = entries.push({ path, hardLinkTo, facts }) - 1;
    if (entry.size === 0) return undefined;
    return collect(facts, {
      keep: (head) => {
        const bytes = Math.min(keep(`/${path}`, entry.size, head), entry.size);
        budget.spend('keptBytes', bytes);
        return bytes;
      },
      onContent: (content) => {
        facts.content = content;
      },
      onElf: (result) => {
        if ('missing' in result) incomplete.set(index, result.missing);
        else facts.elf = result;
      },
    });
  };

  const reader = createTarReader({ name, onEntry });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => reader.end(),
    get isComplete() {
      return reader.isComplete;
    },
    result: () => ({ entries, incomplete, bytes: reader.bytes }),
  };
};

/** Enough for what ELF files and scripts begin with. */
const headBytes = 512;

type Collect = {
  keep: (head: Buffer) => number;
  onContent: (content: Buffer) => void;
  onElf: (result: ElfResult) => void;
};

/** Decides what to keep as soon as the head is there: most files are then passed over. */
const collect = ({ size }: FileFacts, { keep, onContent, onElf }: Collect): TarSink => {
  const wanted = Math.min(size, headBytes);
  const waiting: { bytes: Buffer; offset: number }[] = [];
  let waitingBytes = 0;
  let next: TarSink | undefined;
  let isDecided = false;

  const decide = (): void => {
    isDecided = true;
    const head = Buffer.alloc(wanted);
    for (const { bytes, offset } of waiting) bytes.copy(head, offset);
    const keptBytes = keep(head);
    const sinks: TarSink[] = [];
    if (keptBytes > 0) sinks.push(contentSink(keptBytes, onContent));
    if (startsAsElf(head)) sinks.push(elfSink(size, onElf));
    if (sinks.length === 0) return;
    next = {
      data: (bytes, offset) => sinks.forEach((sink) => sink.data(bytes, offset)),
      end: () => sinks.forEach((sink) => sink.end()),
    };
    for (const { bytes, offset } of waiting) next.data(bytes, offset);
  };

  return {
    data(bytes, offset) {
      if (isDecided) {
        next?.data(bytes, offset);
        return;
      }
      waiting.push({ bytes, offset });
      waitingBytes = offset + bytes.length;
      if (waitingBytes >= wanted) decide();
    },
    end() {
      if (!isDecided) decide();
      next?.end();
    },
  };
};

const contentSink = (keptBytes: number, onContent: (content: Buffer) => void): TarSink => {
  // A copy: what comes is part of a large buffer.
  const content = Buffer.alloc(keptBytes);
  return {
    data(bytes, offset) {
      if (offset < keptBytes) bytes.copy(content, offset);
    },
    end: () => onContent(content),
  };
};

const elfSink = (
  size: number,
  onElf: (result: ElfResult) => void,
  wanted: ByteRange[] = [],
): TarSink => {
  const collector = createElfCollector(size, wanted);
  return {
    data: (bytes, offset) => collector.data(bytes, offset),
    end: () => onElf(collector.end()),
  };
};

/** Reads a layer once more, for the ELF files that it had too little of. Gives the rest of `incomplete`. */
export const createLayerRescan = (name: string, layer: ScannedLayer): LayerScan => {
  let index = -1;
  const { entries, incomplete, bytes } = layer;
  const left = new Map<number, ByteRange[]>();
  const onEntry = (): TarSink | undefined => {
    index += 1;
    const wanted = incomplete.get(index);
    if (wanted === undefined) return undefined;
    const own = index;
    const { facts } = entries[own]!;
    return elfSink(
      facts.size,
      (result) => {
        if ('missing' in result) left.set(own, result.missing);
        else facts.elf = result;
      },
      wanted,
    );
  };
  const reader = createTarReader({ name, onEntry });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => reader.end(),
    get isComplete() {
      return reader.isComplete;
    },
    result: () => ({ entries, incomplete: left, bytes }),
  };
};

/** A path without `.`, doubled slashes and the slashes at its ends. Engines refuse what leads out of the image. */
const insideRoot = (path: string, name: string): string => {
  if (path.length > maxPathLength) {
    throw new ImageError({
      expected: `paths of at most ${maxPathLength} characters in ${name}`,
      found: `one of ${path.length} that begins with ${JSON.stringify(path.slice(0, 80))}`,
      fix: 'Linux takes none that is longer: write the image again.',
    });
  }
  const names = path.split('/').filter((part) => part !== '' && part !== '.');
  const wrong = names.find((part) => part === '..' || part.length > maxNameLength);
  if (wrong === undefined) return names.join('/');
  throw new ImageError({
    expected: `paths within the image in ${name}`,
    found: JSON.stringify(path.slice(0, 300)),
    fix: 'No engine takes it: do not trust this image.',
  });
};

export const tooLarge = (name: string): ImageError =>
  new ImageError({
    expected: `at most ${maxImageBytes} bytes, which is more than the 10 GB that Lambda takes, in ${name}`,
    found: 'more',
    fix: 'Leave out what the function does not need.',
  });
