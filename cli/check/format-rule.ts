import { wrap } from '../../terminal/wrap.ts';
import type { RuleText } from '../../lambda/check/rule.ts';
import { schema } from './format-check-json.ts';
import { demand } from './demand.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What a rule is about. */
export function formatRule(rule: RuleText, { bold, width }: Terminal): string {
  const [first, ...more] = wrap(`${rule.id}: ${demand(rule)}`, width);
  const head = [first!.replace(rule.id, bold(rule.id)), ...more];
  return [...head, '', ...wrap(rule.why, width)].join('\n');
}

/** The same for scripts. */
export function formatRuleJson({ id, severity, title, why }: RuleText): string {
  return JSON.stringify({ schema, rule: id, severity, title, why });
}
