import { expect, test } from 'vitest';

import { handler } from '../src/app.ts';
import { handler as other } from '../src/other.ts';

test('finds what it needs, bundled or not', async () => {
  expect(await handler({ name: 'Ada' })).toMatchObject({
    greeting: 'Dear Hello, Ada!',
    price: '12500 EUR',
  });
  expect(await other({ name: 'Ada' })).toBe('other: Ada');
});
