import { readFileSync } from 'node:fs';
import { inCents } from 'legacy';
import rates from './rates.json' with { type: 'json' };

/** Beside this file, here and in the image. */
const currencies = readFileSync(new URL('currencies.txt', import.meta.url), 'utf8').split('\n');

export function price(net: number): string {
  return `${inCents(net * (1 + rates.vat))} ${currencies[0]}`;
}
