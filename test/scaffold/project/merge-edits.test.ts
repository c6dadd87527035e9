import { expect, test } from 'vitest';
import { mergeEdits } from '../../../scaffold/project/merge-edits.ts';

const before = ['# BEGIN', 'NAMES = a', 'PATH.a = x', '# END', '', 'all:', ''];
const after = ['# BEGIN', 'NAMES = a b', 'PATH.a = x', 'PATH.b = y', '# END', '', 'all:', ''];

function merge(mine: readonly string[], from = before, to = after) {
  const [a, b, c] = [from, to, mine].map((lines) => Buffer.from(lines.join('\n'), 'latin1'));
  const { contents, missing } = mergeEdits(a!, b!, c!);
  return { lines: contents.toString('latin1').split('\n'), missing };
}

test('edits elsewhere are kept, wherever the lines have moved', () => {
  const mine = ['# mine', ...before.slice(0, -1), '\tmine', ''];
  const merged = ['# mine', ...after.slice(0, -1), '\tmine', ''];
  expect(merge(mine)).toStrictEqual({ lines: merged, missing: [] });
  expect(merge(merged, after, before)).toStrictEqual({ lines: mine, missing: [] });
});

test('what has been edited in the same way already is left alone', () => {
  expect(merge([...after, 'mine'])).toStrictEqual({ lines: [...after, 'mine'], missing: [] });
  expect(merge([...before, 'mine'], after, before).lines).toStrictEqual([...before, 'mine']);
});

test('what has no place is told', () => {
  const mine = ['# BEGIN', 'NAMES = a c', 'PATH.a = x', '# END', ''];
  expect(merge(mine)).toStrictEqual({
    lines: mine,
    missing: [' # BEGIN\n-NAMES = a\n+NAMES = a b\n PATH.a = x\n+PATH.b = y\n # END'],
  });
});

test('what is removed is removed, also where the lines around it are next to one another elsewhere', () => {
  const [more, fewer] = [
    ['a', '-', 'b', '-', 'end', ''],
    ['a', '-', 'end', ''],
  ];
  expect(merge(['mine', ...more], more, fewer)).toStrictEqual({
    lines: ['mine', ...fewer],
    missing: [],
  });
});

test('bytes that are no UTF-8 stay what they are', () => {
  expect(merge(['\u00FF\u00E9', ...before]).lines[0]).toBe('\u00FF\u00E9');
});

test('the carriage returns of a checkout are kept', () => {
  expect(merge(withReturns(before)).lines).toStrictEqual(withReturns(after));
});

function withReturns(lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}\r`));
}
