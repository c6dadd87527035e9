import { expect, test } from 'vitest';

import { createRoom } from '../../../lambda/http/room.ts';

test('who finds no room waits for it, in order', async () => {
  const room = createRoom(10);
  const order: string[] = [];
  const leave = await room.enter(8);
  async function enter(bytes: number, name: string): Promise<void> {
    const leaveAgain = await room.enter(bytes);
    order.push(name);
    leaveAgain();
  }
  const large = enter(9, 'large');
  // There would be room, but others were first.
  const small = enter(1, 'small');
  await Promise.resolve();
  expect(order).toStrictEqual([]);
  leave();
  await Promise.all([large, small]);
  expect(order).toStrictEqual(['large', 'small']);
});

test('who does not wait gets what is free', () => {
  const room = createRoom(10);
  const leave = room.take(10);
  expect(room.take(1)).toBe(undefined);
  leave!();
  expect(room.take(1)).not.toBe(undefined);
});
