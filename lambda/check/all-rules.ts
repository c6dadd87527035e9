import type { RuleText } from './rule.ts';
import { rules } from './rules.ts';
import { runRules } from './run-rules.ts';

/** All rules that can be explained or ignored, including those that run the image. */
export const allRules: readonly RuleText[] = [...rules, ...runRules];
