import type { Finding, Severity } from '../../lambda/check/rule.ts';
import { count } from './format-layers.ts';

/** How many findings there are of a severity. */
export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((each) => each.severity === severity).length;
}

/** `2 errors, 1 warning, no remarks`; `Nothing found`. */
export function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing found.';
  const parts = (['error', 'warning', 'remark'] as const).flatMap((severity) => {
    const number = countOf(findings, severity);
    return number === 0 ? [] : [count(number, severity)];
  });
  return `${parts.join(', ')}.`;
}
