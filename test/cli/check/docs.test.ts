import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { checkFlags } from '../../../cli/flags.ts';
import { docsFile, documentedRules } from './documented-rules.ts';

test('docs/check.md has the rules as they are: npm run docs:check', () => {
  expect(readFileSync(docsFile, 'utf8')).toBe(documentedRules());
});

test.each(checkFlags.map(({ name }) => name))('docs/check.md tells of --%s', (name) => {
  expect(readFileSync(docsFile, 'utf8')).toMatch(new RegExp(`^\\| .*\`--${name}[ \`]`, 'm'));
});
