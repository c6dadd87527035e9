import type { ImageFacts, LayerFacts, OddEntry } from '../image/image-facts.ts';
import type { Problem } from './rule.ts';

/** What made one entry makes others: a few are enough to see it. */
const shown = 3;

/** Problems with the first entries of a kind in each layer. */
export function* oddEntries(
  { budget, layers, oddEntries: entries }: ImageFacts,
  kind: OddEntry['kind'],
  problem: (entry: OddEntry) => Pick<Problem, 'found' | 'fix'>,
): Iterable<Problem> {
  for (const index of layers.keys()) {
    budget.spend('steps', entries.length);
    const odd = entries.filter((each) => each.kind === kind && each.layer === index);
    for (const entry of odd.slice(0, shown)) {
      const more = entry === odd[shown - 1] ? odd.length - shown : 0;
      const { found, fix } = problem(entry);
      yield {
        found: more > 0 ? `${found} ${more} more in this layer.` : found,
        where: layerName(layers, index),
        fix,
      };
    }
  }
}

/** `layer 2 (sha256:…)` */
export function layerName(layers: readonly LayerFacts[], index: number): string {
  return `layer ${index + 1} (${layers[index]?.digest ?? 'without a digest'})`;
}
