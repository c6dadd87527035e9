/** The value that a share of all values does not exceed, between two of them in proportion. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('Expected values, found none.');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

/** The middle of some values, and between which bounds the middle half of them lies. */
export interface Spread {
  median: number;
  lower: number;
  upper: number;
}

export function spread(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    lower: quantile(values, 0.25),
    upper: quantile(values, 0.75),
  };
}

/** How long most take, and how long all but one in a hundred. */
export interface Latency {
  p50: number;
  p99: number;
}

export function latency(values: readonly number[]): Latency {
  return {
    p50: quantile(values, 0.5),
    p99: quantile(values, 0.99),
  };
}
