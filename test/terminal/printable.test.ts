import { expect, test } from 'vitest';

import { asCliError } from '../../terminal/as-cli-error.ts';
import { CliError } from '../../terminal/cli-error.ts';
import { printable, printableJson, printableLines } from '../../terminal/printable.ts';
import { ScaffoldError } from '../../scaffold/scaffold-error.ts';

/** What a terminal would obey, or not show as it is. */
const hostile = [
  '\u001B[2J',
  '\r',
  '\n',
  '\b',
  '\u0000',
  '\u007F',
  '\u009B31m',
  '\u202E',
  '\u2066',
  '\u200F',
  '\u200B',
  '\u2028',
  '\u2029',
  '\u0085',
  '\uFEFF',
  '\u{E0041}',
  '\uD800',
];

const raw =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uD800]/;

test.each(hostile)('%j is escaped', (text) => {
  expect(printable(`a${text}b`)).not.toMatch(raw);
  expect(printable(`a${text}b`)).not.toContain('\n');
  expect(printable(`a${text}b`)).toContain('\\');
});

test('other text is as it is', () => {
  const text = 'naïve 東京 👩 Ελλάδα שלום';
  expect(printable(text)).toBe(text);
  expect(printableLines(`${text}\n${text}`)).toBe(`${text}\n${text}`);
});

test('JSON stays the same JSON', () => {
  const value = { [hostile.join('')]: hostile };
  const json = printableJson(JSON.stringify(value, null, 2));
  expect(json).not.toMatch(raw);
  expect(JSON.parse(json)).toStrictEqual(value);
});

test.each(hostile)('an error that quotes %j has lines of ours only', (text) => {
  const problem = `Expected a name, found "${text}error: no".`;
  const errors = [
    new CliError(2, { problem, fix: text }),
    asCliError(new ScaffoldError('failed', { problem: 'Two lines:', details: [problem], fix: '' })),
  ];
  for (const { message } of errors) {
    expect(message).not.toMatch(raw);
    expect(message.split('\n')).toHaveLength(2);
  }
});
