import type { Finding, Problem, RuleText, Severity } from './rule.ts';

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, remark: 2 };

/** Errors first, then warnings and remarks, each in the order of the rules. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
}

/** The findings of all rules whose ids are not in `ignored`, errors first. */
export function findingsOf<Each extends RuleText>(
  rules: readonly Each[],
  ignored: readonly string[],
  check: (rule: Each) => Iterable<Problem>,
): Finding[] {
  return worstFirst(
    rules
      .filter(({ id }) => !ignored.includes(id))
      .flatMap((rule) =>
        [...check(rule)].map((problem) => ({
          ...problem,
          rule: rule.id,
          severity: rule.severity,
        })),
      ),
  );
}
