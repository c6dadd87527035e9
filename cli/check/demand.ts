import type { RuleText } from '../../lambda/check/rule.ts';

/** What a rule demands: `an error unless the image is for Linux`. */
export function demand({ severity, title }: RuleText): string {
  return `${severity === 'error' ? 'an' : 'a'} ${severity} unless ${title}`;
}
