import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { docsFile, documentedDifferences } from './documented-differences.ts';

test('docs/sandbox.md has the differences as they are listed: npm run docs:sandbox', () => {
  expect(readFileSync(docsFile, 'utf8')).toBe(documentedDifferences());
});
