import { expect, test } from 'vitest';

import { createTranscript } from './transcript.ts';

test('a line is there when it is whole, not before', async () => {
  const transcript = createTranscript();
  let line: string | undefined;
  const waiting = transcript.line('second').then((found) => (line = found));
  transcript.add('first\nsec');
  transcript.add('ond line');
  await new Promise(setImmediate);
  expect(line).toBeUndefined();
  transcript.add('\nthird');
  expect(await waiting).toBe('second line');
  expect(transcript.all()).toBe('first\nsecond line\nthird');
});

test('a line that was there before is found at once, by a pattern too', async () => {
  const transcript = createTranscript();
  transcript.add('init: failed\n');
  expect(await transcript.line(/init.? failed/)).toBe('init: failed');
});
