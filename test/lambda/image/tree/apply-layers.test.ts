import { describe, expect, test } from 'vitest';

import { createBudget } from '../../../../lambda/image/budget.ts';
import { createLayerScan, type LayerEntry } from '../../../../lambda/image/layer/scan-layer.ts';
import { type AppliedLayers, applyLayers } from '../../../../lambda/image/tree/apply-layers.ts';
import type { FileTree } from '../../../../lambda/image/tree/file-tree.ts';
import { paxHeader, type RawEntry, writeTar } from '../tar/write-tar.ts';

function budget() {
  return createBudget('test');
}

function scanned(entries: RawEntry[]): LayerEntry[] {
  const scan = createLayerScan({ name: 'layer', keep: (_, size) => size, budget: budget() });
  scan.write(writeTar(entries));
  scan.end();
  return scan.result().entries;
}

function tree(...layers: RawEntry[][]): FileTree {
  return applied(...layers).files;
}

function applied(...layers: RawEntry[][]): AppliedLayers {
  return applyLayers(layers.map(scanned), budget());
}

function paths(files: FileTree): string[] {
  return [...files.all()].map(({ path }) => path).toSorted();
}

function file(path: string, content = path): RawEntry {
  return { path, content };
}
function directory(path: string): RawEntry {
  return { path, flag: '5' };
}
function symlink(path: string, linkTarget: string): RawEntry {
  return { path, flag: '2', linkTarget };
}
function hardLink(path: string, linkTarget: string): RawEntry {
  return { path, flag: '1', linkTarget };
}

function contentAt(files: FileTree, path: string): string {
  const found = files.find(path);
  return 'problem' in found ? found.problem : String(found.facts.content);
}

describe('layers', () => {
  test('a later file replaces an earlier one', () => {
    const files = tree([file('a', 'first')], [file('a', 'second')]);
    expect(contentAt(files, '/a')).toBe('second');
    expect(files.find('/a')).toMatchObject({ facts: { layer: 1 } });
  });

  test('of two entries for a path in one layer the last one counts', () => {
    expect(contentAt(tree([file('a', 'first'), file('./a', 'second')]), '/a')).toBe('second');
  });

  test('a directory that comes again keeps what is in it, with new permissions', () => {
    const files = tree([directory('d'), file('d/a')], [{ ...directory('d'), mode: 0o700 }]);
    expect(paths(files)).toEqual(['/d', '/d/a']);
    expect(files.find('/d')).toMatchObject({ facts: { mode: 0o700, layer: 1 } });
  });

  test('a file replaces a directory with all that is in it, and a directory a file', () => {
    expect(paths(tree([directory('x'), file('x/a')], [file('x')]))).toEqual(['/x']);
    expect(paths(tree([file('x')], [directory('x'), file('x/a')]))).toEqual(['/x', '/x/a']);
  });

  test('directories that no layer has are those of engines', () => {
    const files = tree([file('a/b/c')]);
    expect(files.find('/a/b')).toMatchObject({ facts: { type: 'directory', mode: 0o755, uid: 0 } });
  });

  test('the root has its permissions from its entry', () => {
    expect(tree([{ ...directory('./'), mode: 0o711 }]).find('/')).toMatchObject({
      path: '/',
      facts: { mode: 0o711 },
    });
  });

  test('what is put behind a symlink goes where it points', () => {
    const files = tree([directory('usr/lib'), symlink('lib', 'usr/lib')], [file('lib/libx.so')]);
    expect(files.find('/usr/lib/libx.so')).toMatchObject({ path: '/usr/lib/libx.so' });
    expect(files.findLink('/lib')).toMatchObject({ facts: { type: 'symlink' } });
  });

  test('a directory in place of a symlink replaces it', () => {
    const files = tree(
      [directory('usr/lib'), symlink('lib', 'usr/lib')],
      [directory('lib'), file('lib/x')],
    );
    expect(paths(files)).toEqual(['/lib', '/lib/x', '/usr', '/usr/lib']);
  });

  test('one layer twice is two layers', () => {
    const layer = scanned([file('a')]);
    const { files } = applyLayers([layer, scanned([hardLink('b', 'a')]), layer], budget());
    expect(files.find('/a')).toMatchObject({ facts: { layer: 2 } });
    expect(files.find('/b')).toMatchObject({ facts: { layer: 0 } });
  });
});

describe('whiteouts', () => {
  test('remove a file, a directory with all that is in it, or a symlink and not what it points to', () => {
    const lower = [file('a'), directory('d'), file('d/e/f'), file('kept'), symlink('s', 'kept')];
    expect(paths(tree(lower, [file('.wh.a'), file('.wh.d'), file('.wh.s')]))).toEqual(['/kept']);
  });

  test('remove nothing of their own layer, wherever they are in it', () => {
    const upper = [file('d/new'), file('d/.wh.new'), file('d/.wh..wh..opq'), file('d/newer')];
    expect(paths(tree([file('d/old'), file('d/new')], upper))).toEqual([
      '/d',
      '/d/new',
      '/d/newer',
    ]);
    expect(contentAt(tree([file('a', 'old')], [file('a', 'new'), file('.wh.a')]), '/a')).toBe(
      'new',
    );
  });

  test('of what is not there, and notes of AUFS, do nothing', () => {
    const upper = [
      file('.wh.none'),
      file('no/.wh.directory'),
      file('.wh..wh.aufs'),
      file('.wh..wh..opq/x'),
    ];
    expect(paths(tree([file('a')], upper.slice(0, 3)))).toEqual(['/a']);
  });

  test('lead nowhere out of the image by way of symlinks', () => {
    const files = tree([symlink('up', '../../..'), file('a')], [file('up/.wh.a')]);
    expect(paths(files)).toEqual(['/up']);
  });

  test.each(['.wh.', '.wh..', 'd/.wh...'])('that name nothing are refused: %s', (path) => {
    expect(() => tree([directory('d'), file(path)])).toThrow(
      /whiteout .* to name a file, found none/,
    );
  });
});

describe('hard links', () => {
  test('are other names of one file, also of one in a lower layer', () => {
    const files = tree([{ ...file('a'), mode: 0o755 }], [hardLink('b', 'a'), hardLink('c', '/b')]);
    expect(contentAt(files, '/c')).toBe('a');
    const [a, c] = [files.find('/a'), files.find('/c')];
    expect('facts' in a && 'facts' in c && a.facts === c.facts).toBe(true);
  });

  test('outlive the name that they were made from', () => {
    const files = tree([file('a'), hardLink('b', 'a')], [file('.wh.a')]);
    expect(contentAt(files, '/b')).toBe('a');
  });

  test('to a symlink are symlinks', () => {
    const files = tree([file('a'), symlink('s', 'a'), hardLink('t', 's')]);
    expect(files.findLink('/t')).toMatchObject({ facts: { type: 'symlink', linkTarget: 'a' } });
  });

  test.each([
    ['nothing', [hardLink('b', 'none')], '/none'],
    ['itself', [hardLink('b', 'b')], '/b'],
    ['a directory', [directory('d'), hardLink('b', 'd')], '/d'],
    ['what comes after them', [hardLink('b', 'c'), file('c')], '/c'],
  ])('to %s are left out, and told', (_, entries, target) => {
    const { files, oddEntries } = applied(entries);
    expect(paths(files)).not.toContain('/b');
    expect(oddEntries).toEqual([{ layer: 0, kind: 'no-target', path: '/b', target }]);
  });

  test('to what is out of the image are refused', () => {
    expect(() => tree([hardLink('b', '../../etc/passwd')])).toThrow(/paths within the image/);
  });
});

describe('odd entries', () => {
  test.each([
    ['a file without its directory', [[file('a/b'), file('a/c')]], [0, 'no-parent', '/a/b']],
    ['a directory after what is in it', [[file('a/b'), directory('a')]], [0, 'no-parent', '/a/b']],
    [
      'a directory that a lower layer has and this one removes',
      [[directory('a')], [file('.wh.a'), file('a/b')]],
      [1, 'no-parent', '/a/b'],
    ],
    ['a file twice', [[file('a'), file('./a')]], [0, 'duplicate', '/a']],
    ['a symlink in place of a file', [[file('a'), symlink('a', 'b')]], [0, 'duplicate', '/a']],
    ['a directory in place of a file', [[file('a'), directory('a')]], [0, 'duplicate', '/a']],
  ])('%s', (_, layers, [layer, kind, path]) => {
    expect(applied(...layers).oddEntries).toEqual([{ layer, kind, path }]);
  });

  test.each([
    ['a directory of a lower layer', [[directory('a')], [file('a/b')]]],
    ['a directory twice', [[directory('a'), directory('./a/')]]],
    ['a directory behind a symlink', [[directory('usr'), symlink('lib', 'usr'), file('lib/a')]]],
    ['a file of a lower layer', [[file('a')], [file('a')]]],
    ['a hard link', [[file('a'), hardLink('b', 'a')]]],
  ])('not %s', (_, layers) => {
    expect(applied(...layers).oddEntries).toEqual([]);
  });
});

describe('hidden files', () => {
  function hidden(...layers: RawEntry[][]) {
    return applied(...layers)
      .hidden.map(({ path, facts: { layer, content } }) => `${layer} ${path} ${String(content)}`)
      .toSorted();
  }

  test('are those that a later layer removes, with their contents', () => {
    const lower = [
      directory('d'),
      directory('d/e'),
      file('d/e/a', 'A'),
      file('d/b', 'B'),
      file('c'),
    ];
    expect(hidden(lower, [file('.wh.d')])).toEqual(['0 /d/b B', '0 /d/e/a A']);
    expect(hidden(lower, [directory('d'), file('d/.wh..wh..opq')])).toHaveLength(2);
    expect(hidden(lower, [directory('d'), file('d/.wh.b')])).toEqual(['0 /d/b B']);
  });

  test('and those that it replaces', () => {
    expect(hidden([file('a', 'old')], [file('a', 'new')])).toEqual(['0 /a old']);
    expect(hidden([directory('d'), file('d/a', 'A')], [file('d')])).toEqual(['0 /d/a A']);
    expect(hidden([directory('d'), file('d/a', 'A')], [directory('d')])).toEqual([]);
  });
});

describe('paths', () => {
  test.each([
    ['leads out of the image', [file('../a')]],
    ['leads out of a directory', [file('a/../../b')]],
    ['leads out and is absolute', [file('/../a')]],
    ['has a name that is too long', [paxHeader([['path', 'n'.repeat(300)]]), file('x')]],
  ])('that %s are refused', (_, entries) => {
    expect(() => tree(entries)).toThrow(/paths within the image/);
  });

  test('that are longer than Linux takes are refused', () => {
    const path = 'n/'.repeat(5000);
    expect(() => tree([paxHeader([['path', path]]), file('x')])).toThrow(/at most 4096 characters/);
  });

  test('that are absolute, or have dots and doubled slashes, are within the image', () => {
    expect(paths(tree([file('/a'), file('./b//./c')]))).toEqual(['/a', '/b', '/b/c']);
  });

  test('through a file or a loop are refused', () => {
    expect(() => tree([file('a'), file('a/b')])).toThrow(/directory to put \/a\/b in/);
    expect(() => tree([symlink('l', 'l'), file('l/b')])).toThrow(/found loop at \/l/);
  });

  test('that take too many steps together are refused', () => {
    const spent = budget();
    spent.spend('steps', 5_000_000 - 1000);
    const target = 'd/../'.repeat(15);
    const links = Array.from({ length: 39 }, (_, at) => symlink(`l${at + 1}`, `${target}l${at}`));
    const entries = scanned([directory('d'), directory('l0'), ...links, file('l39/file')]);
    expect(() => applyLayers([entries], spent)).toThrow(/steps to follow/);
  });
});

describe('find', () => {
  const files = tree([
    file('etc/passwd'),
    file('usr/bin/dash'),
    symlink('usr/bin/sh', 'dash'),
    symlink('bin', 'usr/bin'),
    symlink('absolute', '/etc/passwd'),
    symlink('out', '../../../../etc/passwd'),
    symlink('dangling', 'etc/none'),
    symlink('l0', 'etc/passwd'),
    ...Array.from({ length: 41 }, (_, at) => symlink(`l${at + 1}`, `l${at}`)),
    symlink('loop', 'other'),
    symlink('other', 'loop'),
  ]);

  test.each([
    ['/bin/sh', '/usr/bin/dash'],
    ['bin/../bin/./sh', '/usr/bin/dash'],
    ['/absolute', '/etc/passwd'],
    ['/out', '/etc/passwd'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['/etc/', '/etc'],
    ['', '/'],
    ['/l39', '/etc/passwd'],
  ])('%s is %s', (path, real) => {
    expect(files.find(path)).toMatchObject({ path: real });
  });

  test.each([
    ['/none', 'absent', '/none'],
    ['/dangling', 'absent', '/etc/none'],
    ['/etc/passwd/', 'not-a-directory', '/etc/passwd'],
    ['/etc/passwd/..', 'not-a-directory', '/etc/passwd'],
    ['/loop', 'loop', '/loop'],
    ['/l41', 'loop', '/l1'],
  ])('%s is %s at %s', (path, problem, at) => {
    expect(files.find(path)).toMatchObject({ problem, ...(problem !== 'loop' && { path: at }) });
  });

  test('a symlink itself is found on demand', () => {
    expect(files.findLink('/bin/sh')).toMatchObject({
      path: '/usr/bin/sh',
      facts: { linkTarget: 'dash' },
    });
    expect(files.findLink('/loop')).toMatchObject({ facts: { type: 'symlink' } });
  });

  test('names are those of a directory, and none of all else', () => {
    expect(files.names('/bin').toSorted()).toEqual(['dash', 'sh']);
    expect(files.names('/etc/passwd')).toEqual([]);
    expect(files.names('/none')).toEqual([]);
  });
});
