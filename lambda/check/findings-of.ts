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
        firstOf(check(rule)).map(({ found, where, fix }) => ({
          found: shortened(found),
          ...(where !== undefined && { where: shortened(where) }),
          fix: shortened(fix),
          rule: rule.id,
          severity: rule.severity,
        })),
      ),
  );
}

/** Of one rule: nobody reads on, and an image may have as many as it has files. */
const most = 500;

function firstOf(problems: Iterable<Problem>): Problem[] {
  const first: Problem[] = [];
  for (const problem of problems) {
    if (first.length === most) {
      const found = `Expected no more than these ${most}, found more of the same.`;
      return [...first, { found, fix: problem.fix }];
    }
    first.push(problem);
  }
  return first;
}

/** What an image has in it, such as a path or a command, may be megabytes long. */
const longest = 5000;

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
