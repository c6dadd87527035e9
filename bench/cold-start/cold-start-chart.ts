import type { Language } from '../../scaffold/catalog/language.ts';
import { barChart } from './chart.ts';
import { type Measured, measuredIn } from './results.ts';

/** docs/cold-start.svg */
export function coldStartChart(languages: readonly Language[], all: readonly Measured[]): string {
  return barChart({
    title: 'Cold start: first process to first request for an event, at 1 vCPU',
    unit: 'ms',
    groups: languages.map((language) => ({
      title: language.title,
      bars: measuredIn(language, all).map(({ variant, summary }) => ({
        label: variant.title,
        kind: variant.kind,
        value: summary.cold['1'],
      })),
    })),
  });
}
