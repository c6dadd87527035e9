import { findingsOf } from './findings-of.ts';
import type { Checked, Finding } from './rule.ts';
import { rules } from './rules.ts';

/** What the rules have to say of an image, the worst first. `ignored` are ids of rules that are left out. */
export function checkImage(checked: Checked, ignored: readonly string[] = []): Finding[] {
  return findingsOf(rules, ignored, (rule) => rule.check(checked));
}
