import type { RuleText } from './rule.ts';
import { rules } from './rules.ts';
import { runRules } from './run-rules.ts';

/** All there is to be told or ignored, whether it needs the image to run or not. */
export const allRules: readonly RuleText[] = [...rules, ...runRules];
