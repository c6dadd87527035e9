import { expect, test } from 'vitest';

import { printableQuestion } from '../../terminal/printable-question.ts';

test('what a question prints is printable, whatever it quotes', () => {
  const question = printableQuestion({
    name: 'overwrite',
    message: 'Overwrite \u001B[2Jindex.js?',
    validate: (value: string) => value === 'yes' || `Expected yes, found ${value}.`,
  });
  expect(question).toMatchObject({
    name: 'overwrite',
    message: String.raw`Overwrite \x1b[2Jindex.js?`,
  });
  expect(question.validate('yes')).toBe(true);
  expect(question.validate('\u001B[2J')).toBe(String.raw`Expected yes, found \x1b[2J.`);
});

test('a question without a check gets none', () => {
  expect(printableQuestion({ message: 'Language' })).toStrictEqual({ message: 'Language' });
});
