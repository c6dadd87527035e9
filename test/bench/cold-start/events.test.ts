import { expect, test } from 'vitest';
import { eventOf } from '../../../bench/cold-start/events.ts';

test.each([100, 1000, 1_000_000])('an event of %d bytes has a name, and is full', (bytes) => {
  const event = eventOf(bytes);
  expect(event).toHaveLength(bytes);
  const { name, records, filler } = JSON.parse(event.toString());
  expect(name).toBe('Ada');
  // What is left is less than one record more would take.
  const record = JSON.stringify(records[0] ?? { id: 'order-000000', amount: 12.5, tags: [] });
  expect(filler.length).toBeLessThan(record.length + 20);
});
