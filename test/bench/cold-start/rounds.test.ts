import { expect, test } from 'vitest';
import { round, settings } from '../../../bench/cold-start/rounds.ts';

function idOf({ variant, setting }: ReturnType<typeof round>[number]) {
  return `${variant} at ${setting.id}`;
}

test('a round has each variant in each setting once', () => {
  const ids = round(['a', 'b', 'c']).map(idOf);
  expect(ids).toHaveLength(3 * settings.length);
  expect(new Set(ids).size).toBe(ids.length);
});

test('its order is what chance makes it', () => {
  const [first, last] = [0, 0.999].map((random) => round(['a', 'b'], () => random).map(idOf));
  expect(first).not.toStrictEqual(last);
  expect(first!.toSorted()).toStrictEqual(last!.toSorted());
});
