import assert from 'node:assert/strict';
import test from 'node:test';

import { handler } from '../app.js';

test('greets the one whom the event names', async () => {
  assert.deepEqual(await handler({ name: 'Ada' }), { message: 'Hello, Ada!' });
});

test('refuses an event without a name', async () => {
  await assert.rejects(handler({}), TypeError);
});
