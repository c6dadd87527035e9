/** The first of the two sizes in `25.3MiB / 128MiB`. */
export function megabytes(usage: string): number {
  const [, amount, unit] = /^([\d.]+)([KMG]i)?B/.exec(usage) ?? [];
  if (amount === undefined) return Number.NaN;
  const factor = { Ki: 1 / 1024, Mi: 1, Gi: 1024 }[unit as 'Ki'] ?? 1 / 1024 ** 2;
  return Number(amount) * factor;
}
