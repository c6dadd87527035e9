import { expect, test } from 'vitest';

import { asBody, createJournal, type JournalEntry } from '../../../cli/dev/journal.ts';

/** The messages that a listener gets. */
function listener() {
  const messages: string[] = [];
  return {
    messages,
    onEntry: (entry: JournalEntry) =>
      void (entry.type === 'problem' && messages.push(`${entry.sequence} ${entry.message}`)),
  };
}

test('a listener gets what was before, after an entry that it names, and what comes', () => {
  const journal = createJournal();
  for (const message of ['a', 'b', 'c']) journal.record({ type: 'problem', message });
  const { messages, onEntry } = listener();
  const stop = journal.follow(onEntry, 1);
  journal.record({ type: 'problem', message: 'd' });
  stop();
  journal.record({ type: 'problem', message: 'e' });
  expect(messages).toStrictEqual(['2 b', '3 c', '4 d']);
});

test('it keeps the newest, and not too much', () => {
  const journal = createJournal();
  const text = 'x'.repeat(1024 * 1024);
  for (let count = 0; count < 100; count++) {
    journal.record({ type: 'log', function: 'orders', environment: 1, text });
  }
  journal.record({ type: 'problem', message: 'last' });
  let kept = 0;
  journal.follow((entry) => void (entry.type === 'log' && kept++), 0);
  expect(kept).toBeLessThanOrEqual(32);
  expect(kept).toBeGreaterThan(20);
  const { messages, onEntry } = listener();
  journal.follow(onEntry, 0);
  expect(messages).toStrictEqual(['101 last']);
});

test('a body is text if it is UTF-8', () => {
  expect(asBody(Buffer.from('\uFEFFgrün'))).toStrictEqual({ text: '\uFEFFgrün' });
  expect(asBody(Buffer.of(0xff, 0x00))).toStrictEqual({ base64: '/wA=' });
});
