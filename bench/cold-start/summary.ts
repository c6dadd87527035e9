import type { Image } from './images.ts';
import type { Sample, Work } from './measure-start.ts';
import type { SettingId } from './rounds.ts';
import { latency, type Latency, quantile, spread, type Spread } from './statistics.ts';

/** What all samples of one variant have shown. Times in ms, sizes in MB. */
export interface Summary {
  cold: Record<SettingId, Spread>;
  /** CPU time of a start with a whole CPU. */
  cpu: Spread;
  /** Read from the disk by a start whose files are not in memory. */
  read: number;
  first: Spread;
  memory: Spread;
  /** Of all invocations in all rounds. */
  small: Latency;
  large: Latency;
  raw: number;
  gz: number;
}

export function summarize(samples: readonly Sample[], image: Image): Summary {
  function at(setting: SettingId) {
    return samples.filter((sample) => sample.setting === setting);
  }
  function cold(setting: SettingId) {
    return spread(at(setting).map(({ coldMs }) => coldMs));
  }
  const works = samples.flatMap(({ work }): Work[] => (work === undefined ? [] : [work]));
  return {
    cold: {
      '1': cold('1'),
      '0.58': cold('0.58'),
      '0.29': cold('0.29'),
      evicted: cold('evicted'),
    },
    cpu: spread(at('1').map(({ cpuMs }) => cpuMs)),
    read: quantile(
      at('evicted').map(({ readMb }) => readMb),
      0.5,
    ),
    first: spread(works.map(({ firstMs }) => firstMs)),
    memory: spread(works.map(({ memoryMb }) => memoryMb)),
    small: latency(works.flatMap(({ smallMs }) => smallMs)),
    large: latency(works.flatMap(({ largeMs }) => largeMs)),
    raw: image.rawMb,
    gz: image.gzMb,
  };
}
