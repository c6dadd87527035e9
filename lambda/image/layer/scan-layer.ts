import type { Budget } from '../budget.ts';
import type { ByteRange } from '../elf/byte-range.ts';
import { maxImageBytes, maxPathLength } from '../limits.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { createTarReader } from '../tar/tar-reader.ts';
import { collectFile } from './collect-file.ts';
import type { FileFacts, Keep } from './file-facts.ts';
import { insideRoot, tooLong } from './inside-root.ts';
import { tooLarge } from './too-large.ts';

/** An entry of a layer, before layers are put on one another. */
export interface LayerEntry {
  /** From the root, without a slash at either end; empty for the root itself. */
  path: string;
  /** A hard link has only the path that it points to. */
  hardLinkTo: string | undefined;
  /** `layer` is not known yet: 0. */
  facts: FileFacts;
}

export interface ScannedLayer {
  entries: LayerEntry[];
  /** ELF files to stream again, by the index of their entry, with the missing ranges. */
  incomplete: Map<number, ByteRange[]>;
  /** Of the layer without compression, up to the end of the archive. */
  bytes: number;
  /** The first path that begins with a slash. */
  absolutePath: string | undefined;
}

export interface LayerScan {
  write(chunk: Buffer): void;
  end(): void;
  readonly isComplete: boolean;
  result(): ScannedLayer;
}

export interface ScanOptions {
  /** For errors: `layer sha256:…`. */
  name: string;
  keep: Keep;
  budget: Budget;
}

/** What an entry takes in memory, here and in the tree of files. */
const entryBytes = 256;
const directoryBytes = 512;

/** What a range takes. */
const rangeBytes = 64;

/** Reads a layer without compression. Throws an ImageError if it is not a tar archive of a layer. */
export function createLayerScan({ name, keep, budget }: ScanOptions): LayerScan {
  const entries: LayerEntry[] = [];
  const incomplete = new Map<number, ByteRange[]>();
  let fileBytes = 0;
  let absolutePath: string | undefined;

  function onEntry(entry: TarEntry): TarSink | undefined {
    const path = insideRoot(entry.path, name);
    if (entry.path.startsWith('/')) absolutePath ??= entry.path;
    const target = entry.linkTarget ?? '';
    if (target.length > maxPathLength) throw tooLong(target, name);
    budget.spend(
      'keptBytes',
      (entry.type === 'directory' ? directoryBytes : entryBytes) + path.length + target.length,
    );
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
      ...(entry.isCapable === true && { isCapable: true }),
      layer: 0,
      elf: undefined,
      foreignSystem: undefined,
      content: undefined,
    };
    const hardLinkTo = isHardLink ? insideRoot(entry.linkTarget!, name) : undefined;
    const index = entries.push({ path, hardLinkTo, facts }) - 1;
    if (entry.size === 0) return undefined;
    return collectFile(entry.size, {
      budget,
      keep: (head) => {
        const bytes = Math.min(keep(`/${path}`, entry.size, head), entry.size);
        budget.spend('keptBytes', bytes);
        return bytes;
      },
      onContent: (content) => {
        facts.content = content;
      },
      onForeign: (system) => {
        facts.foreignSystem = system;
      },
      onElf: (result) => {
        if ('missing' in result) {
          budget.spend('keptBytes', rangeBytes * result.missing.length);
          incomplete.set(index, result.missing);
        } else facts.elf = result;
      },
    });
  }

  const reader = createTarReader({ name, onEntry, budget });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => reader.end(),
    get isComplete() {
      return reader.isComplete;
    },
    result: () => ({ entries, incomplete, bytes: reader.bytes, absolutePath }),
  };
}
