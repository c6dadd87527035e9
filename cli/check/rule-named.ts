import { CliError, exitCode } from '../../terminal/cli-error.ts';
import { suggest } from '../../terminal/suggest.ts';
import { allRules } from '../../lambda/check/all-rules.ts';
import type { RuleText } from '../../lambda/check/rule.ts';

/** Throws a CliError with a suggestion for an unknown rule. */
export function ruleNamed(flag: string, id: string): RuleText {
  const rule = allRules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const nearest = suggest(
    id,
    allRules.map((each) => each.id),
  );
  throw new CliError(exitCode.usage, {
    problem: `Expected --${flag} to name a rule, found "${id}".`,
    fix:
      nearest === undefined
        ? `The rules are ${allRules.map((each) => each.id).join(', ')}.`
        : `Did you mean --${flag} ${nearest}?`,
  });
}
