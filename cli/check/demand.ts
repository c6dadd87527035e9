import type { RuleText } from '../../lambda/check/rule.ts';

/** What a rule asks for: `an error unless WORKDIR is a folder that all users may enter`. */
export function demand({ severity, title }: RuleText): string {
  return `${severity === 'error' ? 'an' : 'a'} ${severity} unless ${title}`;
}
