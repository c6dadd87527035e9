import { CliError, exitCode } from '../../terminal/cli-error.ts';

/** As Docker has them: KB, MB and GB by thousands, KiB, MiB and GiB by 1,024. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Throws a CliError for what is no size. */
export function readBytes(flag: string, typed: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([KMG]i?B|B|)$/i.exec(typed) ?? [];
  const bytes = Math.floor(Number(amount) * units[unit?.toLowerCase() ?? '']!);
  if (amount !== undefined && Number.isSafeInteger(bytes)) return bytes;
  throw new CliError(exitCode.usage, {
    problem: `Expected --${flag} to be a number with a unit, found "${typed}".`,
    fix: `For example --${flag} 250MB, or --${flag} 1GiB.`,
  });
}

/** `80.8 MB`; below a megabyte, `12.3 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 999_950_000) return `${(bytes / 1000 ** 3).toFixed(2)} GB`;
  if (bytes >= 999_950) return `${(bytes / 1000 ** 2).toFixed(1)} MB`;
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} KB`;
}
