import { expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { expandDirectories, expandTokens } from '../../../../lambda/image/loader/tokens.ts';
import { elf } from './made-files.ts';

const owner = { origin: '/app/bin', elf: elf() };

test.each([
  ['$ORIGIN/../lib', ['/app/bin/../lib']],
  ['${ORIGIN}x', ['/app/binx']],
  ['$ORIGINAL', ['$ORIGINAL']],
  ['$LIBRARY/$OTHER', ['$LIBRARY/$OTHER']],
  ['$ORIGIN:$ORIGIN', ['/app/bin:/app/bin']],
])('%s', (text, expected) => {
  expect(expandTokens(text, owner)).toEqual(expected);
});

test('$LIB and $PLATFORM are all that they may be', () => {
  expect(expandTokens('/usr/$LIB', owner)).toContain('/usr/lib64');
  expect(expandTokens('/usr/${LIB}', owner)).toContain('/usr/lib/x86_64-linux-gnu');
  expect(expandTokens('/usr/$LIB', { ...owner, elf: elf({ class: 32 }) })).toEqual(['/usr/lib']);
  expect(expandTokens('/a/$PLATFORM', owner)).toEqual(['/a/haswell', '/a/x86_64']);
  expect(expandTokens('/a/$PLATFORM', { ...owner, elf: elf({ machine: 183 }) })).toEqual([
    '/a/aarch64',
  ]);
  expect(expandTokens('/a/$PLATFORM', { ...owner, elf: elf({ machine: 3 }) })).toEqual([]);
});

test('a directory with a dollar sign is not taken for a pattern', () => {
  expect(expandTokens('$ORIGIN/lib', { ...owner, origin: '/a$&b' })).toEqual(['/a$&b/lib']);
});

test('directories are absolute', () => {
  const budget = createBudget('a list');
  expect(expandDirectories('lib:$ORIGIN/../lib:', { owner, cwd: '/work', budget })).toEqual([
    '/work/lib',
    '/app/lib',
    '/work',
  ]);
});
