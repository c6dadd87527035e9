import { latencyText, number, spreadText } from './format.ts';
import type { Measured, Reached } from './results.ts';
import { table } from './table.ts';

const head = [
  'image',
  '1 vCPU, ms',
  '0.58 vCPU, ms',
  '0.29 vCPU, ms',
  'CPU, ms',
  'from disk, ms',
  'read, MB',
  'first invocation, ms',
  '100 B p50 / p99, ms',
  '1 MB p50 / p99, ms',
  'memory, MB',
  'image, MB',
  'compressed, MB',
];

export function resultTable(all: readonly Measured[]): string {
  return table(
    head,
    all.map(({ variant, summary }) => [
      variant.kind === 'ours' ? `**${variant.title}**` : variant.title,
      spreadText(summary.cold['1']),
      spreadText(summary.cold['0.58']),
      spreadText(summary.cold['0.29']),
      spreadText(summary.cpu),
      spreadText(summary.cold.evicted),
      number(summary.read),
      spreadText(summary.first),
      latencyText(summary.small),
      latencyText(summary.large),
      spreadText(summary.memory),
      number(summary.raw),
      number(summary.gz),
    ]),
  );
}

export function goalTable(reached: readonly Reached[]): string {
  return table(
    ['goal', 'limit', 'result', 'met'],
    reached.map(({ what, unit, atMost, value, isMet }) => [
      what,
      `${atMost} ${unit}`,
      `${number(value)} ${unit}`,
      isMet ? 'yes' : '**no**',
    ]),
  );
}
