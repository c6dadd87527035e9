import { wrap } from '../../terminal/wrap.ts';
import { allRules } from '../../lambda/check/all-rules.ts';
import type { Finding, Severity } from '../../lambda/check/rule.ts';
import { printable } from '../../terminal/printable.ts';
import type { Terminal } from '../../terminal/terminal.ts';

const groups: readonly { severity: Severity; title: string; colour: 'red' | 'yellow' | 'cyan' }[] =
  [
    { severity: 'error', title: 'Errors', colour: 'red' },
    { severity: 'warning', title: 'Warnings', colour: 'yellow' },
    { severity: 'remark', title: 'Remarks', colour: 'cyan' },
  ];

/** Lines for all findings, grouped by severity and rule, with an empty one behind each rule. */
export function formatFindings(findings: readonly Finding[], terminal: Terminal): string[] {
  return groups.flatMap(({ severity, title, colour }) => {
    const own = findings.filter((each) => each.severity === severity);
    const rules = [...new Set(own.map(({ rule }) => rule))];
    if (rules.length === 0) return [];
    return [
      terminal[colour](title),
      '',
      ...rules.flatMap((rule) =>
        formatRule(
          rule,
          own.filter((each) => each.rule === rule),
          terminal,
        ),
      ),
    ];
  });
}

function formatRule(rule: string, findings: readonly Finding[], terminal: Terminal): string[] {
  const why = allRules.find(({ id }) => id === rule)!.why;
  const places = findings.flatMap(({ found, where, fix }, index) => {
    // One change for many files is told once, behind the last.
    const isSaid = findings[index + 1]?.fix === fix;
    return [
      ...item(where === undefined ? found : `${where}: ${found}`, terminal),
      ...(isSaid ? [] : item(fix, terminal, 'Change: ')),
    ];
  });
  return [
    `  ${terminal.bold(rule)}`,
    ...places,
    ...item(why, terminal, 'Why: ').map((line) => terminal.dim(line)),
    '',
  ];
}

const indent = '    ';

/** What follows in further lines is indented once more. */
function item(text: string, { width }: Terminal, label = ''): string[] {
  const lines = wrap(`${label}${printable(text)}`, width - indent.length - 2);
  return lines.map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}`);
}
