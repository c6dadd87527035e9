import type { Budget } from '../budget.ts';
import type { ByteRange } from '../elf/byte-range.ts';
import { createElfCollector } from '../elf/elf-collector.ts';
import { startsAsElf } from '../elf/elf-header.ts';
import type { ElfResult } from '../elf/read-elf.ts';
import { foreignSystem } from './foreign-system.ts';
import type { TarSink } from '../tar/tar-entry.ts';

/** Enough for what ELF files and scripts begin with. */
const headBytes = 512;

interface Collect {
  budget: Budget;
  /** Returns how many bytes of the file to keep. */
  keep: (head: Buffer) => number;
  onContent: (content: Buffer) => void;
  onElf: (result: ElfResult) => void;
  onForeign: (system: 'macOS' | 'Windows') => void;
}

/** Receives the contents of a file and decides by its head what to keep: most files are then skipped. */
export function collectFile(
  size: number,
  { budget, keep, onContent, onElf, onForeign }: Collect,
): TarSink {
  const wanted = Math.min(size, headBytes);
  const waiting: { bytes: Buffer; offset: number }[] = [];
  let waitingBytes = 0;
  let next: TarSink | undefined;
  let isDecided = false;

  function decide(): void {
    isDecided = true;
    const head = Buffer.alloc(wanted);
    for (const { bytes, offset } of waiting) bytes.copy(head, offset);
    const keptBytes = keep(head);
    const sinks: TarSink[] = [];
    if (keptBytes > 0) sinks.push(contentSink(keptBytes, onContent));
    const system = foreignSystem(head);
    if (system !== undefined) onForeign(system);
    if (startsAsElf(head)) sinks.push(elfSink(size, budget, onElf));
    if (sinks.length === 0) return;
    next = {
      data: (bytes, offset) => sinks.forEach((sink) => sink.data(bytes, offset)),
      end: () => sinks.forEach((sink) => sink.end()),
    };
    for (const { bytes, offset } of waiting) next.data(bytes, offset);
  }

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
}

function contentSink(keptBytes: number, onContent: (content: Buffer) => void): TarSink {
  // A copy: what comes is part of a large buffer.
  const content = Buffer.alloc(keptBytes);
  return {
    data(bytes, offset) {
      if (offset < keptBytes) bytes.copy(content, offset);
    },
    end: () => onContent(content),
  };
}

/** Receives an ELF file; `wanted` are the missing ranges if it is streamed again. */
export function elfSink(
  size: number,
  budget: Budget,
  onElf: (result: ElfResult) => void,
  wanted: ByteRange[] = [],
): TarSink {
  const collector = createElfCollector(size, budget, wanted);
  return {
    data: (bytes, offset) => collector.data(bytes, offset),
    end: () => onElf(collector.end()),
  };
}
