import { connect } from 'node:net';

import { expect, test } from 'vitest';

import { refusedConnections } from '../../../lambda/sandbox/refused-connections.ts';

test('a connection that is refused is counted', async () => {
  const before = refusedConnections(process.pid)!;
  // Port 1 of the loopback address: nobody listens.
  await new Promise((resolve) => connect({ host: '127.0.0.1', port: 1 }).on('error', resolve));
  expect(refusedConnections(process.pid)).toBeGreaterThan(before);
});

test('of a process that is not of this machine nothing is known', () => {
  expect(refusedConnections(2 ** 22 + 1)).toBeUndefined();
});
