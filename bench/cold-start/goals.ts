import { languageBench, type Measure } from './language-bench.ts';
import type { Summary } from './summary.ts';

/** What is compared: our default, the first alternative, the bare VM, and our large application. */
export interface Compared {
  ours: Summary | undefined;
  stock: Summary | undefined;
  /** If the language has one. */
  bare: Summary | undefined;
  /** Our application of the size of real ones with our boot and the standard one, if the language has it. */
  application: { ours: Summary | undefined; standard: Summary | undefined };
}

/** A value and its upper limit. */
export interface Goal {
  what: string;
  unit: '×' | 'ms' | 'MB';
  atMost: number;
  /** Undefined if what it is about was not measured. */
  value: (compared: Compared) => number | undefined;
}

const measures: Readonly<Record<Measure, { unit: 'ms' | 'MB'; of: (summary: Summary) => number }>> =
  {
    'cold start at 1 vCPU': { unit: 'ms', of: ({ cold }) => cold['1'].median },
    'cold start at 0.29 vCPU': { unit: 'ms', of: ({ cold }) => cold['0.29'].median },
    'first invocation': { unit: 'ms', of: ({ first }) => first.median },
    'warm invocation': { unit: 'ms', of: ({ small }) => small.p50 },
    memory: { unit: 'MB', of: ({ memory }) => memory.median },
    'image, compressed': { unit: 'MB', of: ({ gz }) => gz },
  };

/** The goals of a language; none for one without a file in ../languages. */
export function goalsOf(language: string): Goal[] {
  const { goals = [], bare } = languageBench(language) ?? {};
  return goals.map(({ measure, relativeTo, atMost }): Goal => {
    const { unit, of } = measures[measure];
    function ratio(ours: Summary | undefined, other: Summary | undefined) {
      return ours === undefined || other === undefined ? undefined : of(ours) / of(other);
    }
    switch (relativeTo) {
      case 'stock':
        return {
          what: `${measure}, relative to stock`,
          unit: '×',
          atMost,
          value: (all) => ratio(all.ours, all.stock),
        };
      case 'bare':
        return {
          what: `${measure}, relative to ${bare!.name}`,
          unit: '×',
          atMost,
          value: (all) => ratio(all.ours, all.bare),
        };
      case 'application':
        return {
          what: `application: ${measure}, relative to the standard boot`,
          unit: '×',
          atMost,
          value: ({ application: { ours, standard } }) => ratio(ours, standard),
        };
      default:
        return {
          what: measure,
          unit,
          atMost,
          value: ({ ours }) => (ours === undefined ? undefined : of(ours)),
        };
    }
  });
}
