import type { Archive } from '../archive/archive.ts';
import type { Budget } from '../budget.ts';
import { layerName, readLayerBlob } from '../blob/read-blob.ts';
import { createLayerRescan } from './rescan-layer.ts';
import type { ScannedLayer } from './scan-layer.ts';

/** A table leads to the next one, which leads to names. */
const maxPasses = 4;

/**
 * Reads layers once more for ELF files that lie so that one pass was too little: the tables of a large library
 * before its dynamic table, and beyond what was kept. By path in the archive.
 */
export async function rescanLayers(
  archive: Archive,
  layers: Map<string, ScannedLayer>,
  budget: Budget,
): Promise<void> {
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const waiting = [...layers].filter(([, layer]) => layer.incomplete.size > 0);
    if (waiting.length === 0) return;
    const wanted = new Map(waiting);
    await archive.read((file) => {
      const layer = wanted.get(file.path);
      if (layer === undefined) return undefined;
      const scan = createLayerRescan(layerName(file.path), layer, budget);
      return readLayerBlob(layerName(file.path), scan, budget, () => {
        layer.incomplete = scan.result().incomplete;
      });
    }, budget);
  }
  for (const { entries, incomplete } of layers.values()) {
    for (const index of incomplete.keys()) {
      entries[index]!.facts.elf = {
        problem: `Expected tables that can be read in ${maxPasses} passes, found more.`,
      };
    }
    incomplete.clear();
  }
}
