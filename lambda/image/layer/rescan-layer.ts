import type { Budget } from '../budget.ts';
import type { ByteRange } from '../elf/byte-range.ts';
import type { TarSink } from '../tar/tar-entry.ts';
import { createTarReader } from '../tar/tar-reader.ts';
import { elfSink } from './collect-file.ts';
import type { LayerScan, ScannedLayer } from './scan-layer.ts';

/** Reads a layer again for ELF files with missing ranges. Returns those that are still incomplete. */
export function createLayerRescan(name: string, layer: ScannedLayer, budget: Budget): LayerScan {
  let index = -1;
  const { entries, incomplete } = layer;
  const left = new Map<number, ByteRange[]>();
  function onEntry(): TarSink | undefined {
    index += 1;
    const wanted = incomplete.get(index);
    if (wanted === undefined) return undefined;
    const own = index;
    const { facts } = entries[own]!;
    return elfSink(
      facts.size,
      budget,
      (result) => {
        if ('missing' in result) left.set(own, result.missing);
        else facts.elf = result;
      },
      wanted,
    );
  }
  const reader = createTarReader({ name, onEntry, budget });
  return {
    write: (chunk) => reader.write(chunk),
    end: () => reader.end(),
    get isComplete() {
      return reader.isComplete;
    },
    result: () => ({ ...layer, incomplete: left }),
  };
}
