import { stripVTControlCharacters } from 'node:util';

import { expect, test } from 'vitest';

import { formatFindings } from '../../../cli/check/format-findings.ts';
import { allRules } from '../../../lambda/check/all-rules.ts';
import type { Finding } from '../../../lambda/check/rule.ts';
import { terminalOfWidth } from '../../terminal/terminal-of-width.ts';

function whyOf(rule: string): string {
  return allRules.find(({ id }) => id === rule)!.why;
}

const script: Finding = {
  rule: 'entry-script-command',
  severity: 'error',
  found: 'Expected one word in CMD, found none.',
  where: 'CMD',
  fix: 'CMD ["app.handler"]',
};
function code(where: string): Finding {
  return {
    rule: 'unreadable-code',
    severity: 'error',
    found: 'Expected 0644.',
    where,
    fix: 'COPY --chmod=a+rX',
  };
}
const home: Finding = {
  rule: 'layer-count',
  severity: 'warning',
  found: 'Expected fewer.',
  fix: 'Join them.',
};

test('by severity and rule, with reason and change; nothing is broken where nobody looks', () => {
  const wide = terminalOfWidth(Number.POSITIVE_INFINITY);
  expect(formatFindings([script, code('/a'), code('/b'), home], wide)).toStrictEqual([
    '<red>Errors</red>',
    '',
    '  <bold>entry-script-command</bold>',
    '    CMD: Expected one word in CMD, found none.',
    '    Change: CMD ["app.handler"]',
    `<dim>    Why: ${whyOf('entry-script-command')}</dim>`,
    '',
    '  <bold>unreadable-code</bold>',
    '    /a: Expected 0644.',
    '    /b: Expected 0644.',
    '    Change: COPY --chmod=a+rX',
    `<dim>    Why: ${whyOf('unreadable-code')}</dim>`,
    '',
    '<yellow>Warnings</yellow>',
    '',
    '  <bold>layer-count</bold>',
    '    Expected fewer.',
    '    Change: Join them.',
    `<dim>    Why: ${whyOf('layer-count')}</dim>`,
    '',
  ]);
});

test('no line is wider than the terminal, and what goes on is indented', () => {
  const lines = formatFindings([script], terminalOfWidth(50)).map((line) =>
    line.replaceAll(/<\/?\w+>/g, ''),
  );
  expect(lines.filter((line) => line.length > 50)).toStrictEqual([]);
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}Why: \w/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {6}\w/));
});

test('a name of a file does not colour the terminal', () => {
  const lines = formatFindings([code('/\u001B[31mred\u009B1m\n')], terminalOfWidth(100));
  const shown = lines.join('\n');
  expect(shown).toContain('/\\x1b[31mred\\x9b1m\\x0a: Expected');
  expect(stripVTControlCharacters(shown)).toBe(shown);
});

test('nothing found is nothing shown', () => {
  expect(formatFindings([], terminalOfWidth(80))).toStrictEqual([]);
});
