import type { Latency, Spread } from './statistics.ts';

/** Three digits that count, or all before the decimal point: no measurement here is better than that. */
export const number = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });

/** `50.1 (48.2–53.9)` */
export const spreadText = ({ median, lower, upper }: Spread): string =>
  `${number(median)} (${number(lower)}–${number(upper)})`;

/** `0.12 / 0.34` */
export const latencyText = ({ p50, p99 }: Latency): string => `${number(p50)} / ${number(p99)}`;
