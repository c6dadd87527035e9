import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { handler } from '../app.js';

test('greets, with a private key of its own to test with', async () => {
  assert.ok(readFileSync(new URL('fixtures/key.pem', import.meta.url)));
  assert.equal((await handler({ name: 'Ada' })).greeting, 'HELLO,ADA');
});
