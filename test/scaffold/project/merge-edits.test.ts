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

test('what is removed is removed, also where another line follows, and the lines around it are next to one another', () => {
  const [more, fewer] = [
    ['<', 'a', '>', '<', 'b', '>', '<', 'end', '>', ''],
    ['<', 'a', '>', '<', 'end', '>', ''],
  ];
  const mine = ['<', 'a', '>', '<', 'b', '>', '<', 'mine', '>', '<', 'end', '>', ''];
  expect(merge(mine, more, fewer)).toStrictEqual({
    lines: ['<', 'a', '>', '<', 'mine', '>', '<', 'end', '>', ''],
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

describe('of JSON', () => {
  const manifest = { name: 'shop', scripts: { test: 'node --test' }, devDependencies: { a: '1' } };
  const withSdk = {
    name: 'shop',
    scripts: { test: 'node --test' },
    dependencies: { '@sdk/b': '1.0.0', '@sdk/c': '1.0.0' },
    devDependencies: { a: '1' },
  };

  function mergeJson(mine: object, from: object, to: object, indentation = '  ') {
    const files = [from, to, mine].map((each) => JSON.stringify(each, null, indentation));
    const [a, b, c] = files.map((text) => Buffer.from(`${text}\n`));
    const { contents, missing } = mergeEdits(a!, b!, c!);
    return { text: contents.toString(), missing };
  }

  function printed(value: object, indentation = '  ') {
    return { text: `${JSON.stringify(value, null, indentation)}\n`, missing: [] };
  }

  test('a member is added in the order of the alphabet, beside those of the user, and removed again', () => {
    const { devDependencies, ...others } = manifest;
    const mine = { ...others, dependencies: { '@sdk/a': '9', zod: '4' }, more: 1, devDependencies };
    const dependencies = { '@sdk/a': '9', '@sdk/b': '1.0.0', '@sdk/c': '1.0.0', zod: '4' };
    const merged = { ...others, dependencies, more: 1, devDependencies };
    expect(mergeJson(mine, manifest, withSdk)).toStrictEqual(printed(merged));
    expect(mergeJson(merged, withSdk, manifest)).toStrictEqual(printed(mine));
  });

  test('a whole object is added where npm puts it, and removed when it is empty', () => {
    const mine = { ...manifest, version: '1.0.0' };
    const merged = { ...withSdk, version: '1.0.0' };
    expect(mergeJson(mine, manifest, withSdk)).toStrictEqual(printed(merged));
    expect(mergeJson(merged, withSdk, manifest)).toStrictEqual(printed(mine));
  });

  test('what the user has with another value stays', () => {
    const mine = { ...manifest, dependencies: { '@sdk/b': '^2.0.0' } };
    const dependencies = { '@sdk/b': '^2.0.0', '@sdk/c': '1.0.0' };
    expect(mergeJson(mine, manifest, withSdk)).toStrictEqual(printed({ ...mine, dependencies }));
    expect(mergeJson({ ...mine, dependencies }, withSdk, manifest)).toStrictEqual(printed(mine));
  });

  test('a package of another version stays whole in a lock file', () => {
    const base = { packages: { 'n/tslib': { version: '2.0.0', dev: true } } };
    const lock = {
      packages: {
        'n/sdk': { version: '2.0.0', license: 'MIT', dependencies: { tslib: '^2' } },
        'n/tslib': { version: '2.0.0' },
      },
    };
    const sdk = { version: '1.0.0', resolved: 'https://…' };
    const mine = { packages: { 'n/sdk': sdk, 'n/tslib': { version: '2.1.0', dev: true } } };
    const merged = { packages: { 'n/sdk': sdk, 'n/tslib': { version: '2.1.0' } } };
    expect(mergeJson(mine, base, lock)).toStrictEqual(printed(merged));
  });

  test('a package stays in a lock file with packages of the user, which may need it', () => {
    const base = { packages: { '': { name: 'shop' } } };
    const root = { name: 'shop', dependencies: { sdk: '1' } };
    const lock = { packages: { '': root, 'n/sdk': { version: '1' }, 'n/tslib': { version: '2' } } };
    const own = {
      '': { ...root, dependencies: { sdk: '1', zod: '4' } },
      'n/zod': { version: '4' },
    };
    const mine = { packages: { ...lock.packages, ...own } };
    const rest = { '': { ...root, dependencies: { zod: '4' } } };
    expect(mergeJson(mine, lock, base)).toStrictEqual(
      printed({ packages: { ...mine.packages, ...rest } }),
    );
    expect(mergeJson({ more: 1, ...lock }, lock, base)).toStrictEqual(
      printed({ more: 1, ...base }),
    );
  });

  test('what cannot be merged is told', () => {
    const mine = { ...manifest, scripts: { test: 'jest' } };
    const after = { ...manifest, scripts: { test: 'vitest' } };
    expect(mergeJson(mine, manifest, after)).toStrictEqual({
      text: printed(mine).text,
      missing: ['scripts.test: "vitest"'],
    });
  });

  test('indentation, line ends and a byte order mark stay as they are', () => {
    expect(mergeJson(manifest, manifest, withSdk, '\t')).toStrictEqual(printed(withSdk, '\t'));
    const [from, to] = [manifest, withSdk].map((each) => printed(each).text);
    const windows = from!.replaceAll('\n', '\r\n');
    const { contents } = mergeEdits(
      Buffer.from(from!),
      Buffer.from(to!),
      Buffer.from(`\uFEFF${windows}`),
    );
    expect(contents.toString()).toBe(`\uFEFF${to!.replaceAll('\n', '\r\n')}`);
  });

  test('a file that needs no edit is not printed anew', () => {
    const mine = Buffer.from('{"dependencies": {"@sdk/b": "2", "@sdk/c": "1.0.0"}, "x": [1, 2]}');
    const [from, to] = [manifest, withSdk].map((each) => Buffer.from(JSON.stringify(each)));
    expect(mergeEdits(from!, to!, mine).contents).toBe(mine);
  });
});
