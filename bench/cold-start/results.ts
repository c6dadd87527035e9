import type { Language } from '../../scaffold/catalog/language.ts';
import { goalsOf } from './goals.ts';
import { languageBench } from './language-bench.ts';
import type { Summary } from './summary.ts';
import { defaultOf, applicationOf, stockOf, type Variant } from './variants.ts';

/** A variant with what its samples have shown. */
export interface Measured {
  variant: Variant;
  summary: Summary;
  boot?: string;
}

/** A goal, and what was reached. */
export interface Reached {
  what: string;
  unit: string;
  atMost: number;
  value: number;
  isMet: boolean;
}

export function measuredIn(language: Language, all: readonly Measured[]): Measured[] {
  return all.filter(({ variant }) => variant.languages.includes(language.id));
}

/** How far a language is; nothing for one without goals. */
export function reachedIn(language: Language, all: readonly Measured[]): Reached[] {
  function summaryOf(id: string | undefined) {
    return all.find(({ variant }) => variant.id === id)?.summary;
  }
  const ids = applicationOf(language);
  const compared = {
    ours: summaryOf(defaultOf(language)),
    stock: summaryOf(stockOf(language)),
    bare: summaryOf(languageBench(language.id)?.bare?.id),
    application: { ours: summaryOf(ids.ours), standard: summaryOf(ids.standard) },
  };
  return goalsOf(language.id).flatMap(({ what, unit, atMost, value: valueOf }) => {
    const value = valueOf(compared);
    if (value === undefined) return [];
    return [{ what, unit, atMost, value, isMet: value <= atMost }];
  });
}
