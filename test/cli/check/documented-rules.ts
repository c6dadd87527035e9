import { readFileSync } from 'node:fs';
import path from 'node:path';

import { demand } from '../../../cli/check/demand.ts';
import { packageRoot } from '../../../scaffold/package-root.ts';
import { allRules } from '../../../lambda/check/all-rules.ts';
import type { RuleText } from '../../../lambda/check/rule.ts';

export const docsFile = path.join(packageRoot, 'docs/check.md');

const begin = '<!-- The rules: made by `npm run docs:check` -->\n';
const end = '\n<!-- End of the rules -->';

/** docs/check.md as it is, with the part on the rules as it should be. */
export function documentedRules(): string {
  const docs = readFileSync(docsFile, 'utf8');
  const [from, to] = [docs.indexOf(begin), docs.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`Expected "${begin.trim()}" and "${end.trim()}" in ${docsFile}.`);
  }
  return `${docs.slice(0, from)}${begin}\n${renderRules()}\n${docs.slice(to)}`;
}

function renderRules(): string {
  return [
    '| Rule | Severity | What must hold |',
    '| --- | --- | --- |',
    ...allRules.map(
      ({ id, severity, title }) => `| [\`${id}\`](#${id}) | ${severity} | ${title} |`,
    ),
    '',
    ...allRules.map((rule) => section(rule)),
  ].join('\n');
}

function section(rule: RuleText): string {
  return `### ${rule.id}\n\n${capital(demand(rule))}.\n\n${rule.why}\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
