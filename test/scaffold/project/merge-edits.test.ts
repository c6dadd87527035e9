import { describe, expect, test } from 'vitest';
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

describe('a list in a line gets an element, and loses it', () => {
  const elixir = [
    '      extra_applications: [:logger],',
    '      extra_applications: [:logger, :ssl],',
  ];
  const erlang = [
    '    {applications, [kernel, stdlib, lambda_runtime]},',
    '    {applications, [kernel, stdlib, ssl, lambda_runtime]},',
  ];
  const lists = [
    // Whatever the user has added to it.
    {
      of: elixir,
      mine: 'extra_applications: [:logger, :inets],',
      merged: 'extra_applications: [:logger, :ssl, :inets],',
    },
    {
      of: elixir,
      mine: 'extra_applications: [:inets, :logger],',
      merged: 'extra_applications: [:inets, :logger, :ssl],',
    },
    {
      of: elixir,
      mine: 'extra_applications: [:logger_x],',
      merged: 'extra_applications: [:ssl, :logger_x],',
    },
    { of: elixir, mine: 'extra_applications: [],', merged: 'extra_applications: [:ssl],' },
    {
      of: elixir,
      mine: 'extra_applications: [\n  :logger,\n  sasl: :optional\n],',
      merged: 'extra_applications: [\n  :logger,\n  :ssl,\n  sasl: :optional\n],',
    },
    {
      of: elixir,
      mine: 'extra_applications: [\n  :inets\n] ++ more(),',
      merged: 'extra_applications: [\n  :ssl,\n  :inets\n] ++ more(),',
    },
    {
      of: erlang,
      mine: '{applications,\n [kernel,\n  stdlib,\n  jsx\n ]},',
      merged: '{applications,\n [kernel,\n  stdlib,\n  ssl,\n  jsx\n ]},',
    },
    {
      of: erlang,
      mine: '{applications, [[x], stdlib]},',
      merged: '{applications, [[x], stdlib, ssl]},',
    },
  ];

  test.for(lists)('$mine', ({ of: [without, having], mine, merged }) => {
    const [before, after] = [
      [without!, ''],
      [having!, ''],
    ];
    expect(merge([mine, ''], before, after)).toStrictEqual({
      lines: `${merged}\n`.split('\n'),
      missing: [],
    });
    expect(merge([merged, ''], before, after).lines.join('\n')).toBe(`${merged}\n`);
    expect(merge([merged, ''], after, before)).toStrictEqual({
      lines: `${mine}\n`.split('\n'),
      missing: [],
    });
    expect(merge([mine, ''], after, before).lines.join('\n')).toBe(`${mine}\n`);
  });

  test.for([
    'extra_applications: more(),',
    'extra_applications: [:logger',
    '# extra_applications: []\nextra_applications: [],',
  ])('but not in %s', (mine) => {
    const { lines, missing } = merge([mine, ''], [elixir[0]!, ''], [elixir[1]!, '']);
    expect(lines.join('\n')).toBe(`${mine}\n`);
    expect(missing).toHaveLength(1);
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
