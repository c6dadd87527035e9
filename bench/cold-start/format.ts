import type { Latency, Spread } from './statistics.ts';

/** Three digits that count, or all before the decimal point: no measurement here is better than that. */
export function number(value: number): string {
  return value >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}

/** `50.1 (48.2–53.9)` */
export function spreadText({ median, lower, upper }: Spread): string {
  return `${number(median)} (${number(lower)}–${number(upper)})`;
}

/** `0.12 / 0.34` */
export function latencyText({ p50, p99 }: Latency): string {
  return `${number(p50)} / ${number(p99)}`;
}
