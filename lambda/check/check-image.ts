import { findingsOf } from './findings-of.ts';
import type { Checked, Finding } from './rule.ts';
import { rules } from './rules.ts';

/** The findings of all rules for an image, errors first. `ignored` are the ids of rules to leave out. */
export function checkImage(checked: Checked, ignored: readonly string[] = []): Finding[] {
  return findingsOf(rules, ignored, (rule) => rule.check(checked));
}
