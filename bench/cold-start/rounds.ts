/** What a start is given: a share of a CPU, and whether the files are still in memory. */
export interface Setting {
  id: string;
  cpus: number;
  evict: boolean;
}

/**
 * 1 vCPU is what Lambda gives a function of 1,769 MB, 0.58 of 1,024 MB, 0.29 of 512 MB. The last is the
 * first start on a host that never ran the image: its files are read from the disk.
 */
export const settings = [
  { id: '1', cpus: 1, evict: false },
  { id: '0.58', cpus: 0.58, evict: false },
  { id: '0.29', cpus: 0.29, evict: false },
  { id: 'evicted', cpus: 1, evict: true },
] as const satisfies Setting[];

export type SettingId = (typeof settings)[number]['id'];

export interface Start {
  variant: string;
  setting: (typeof settings)[number];
}

/**
 * One round: each variant once in each setting. In another order each time, so that what the machine
 * does meanwhile, and what ran right before, is not always to the same one's disadvantage.
 */
export function round(variants: readonly string[], random: () => number = Math.random): Start[] {
  return shuffle(
    variants.flatMap((variant) => settings.map((setting) => ({ variant, setting }))),
    random,
  );
}

function shuffle<Item>(items: Item[], random: () => number): Item[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}
