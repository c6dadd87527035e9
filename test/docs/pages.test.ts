import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { packageRoot } from '../../scaffold/package-root.ts';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(packageRoot, 'docs'), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

function read(page: string): string {
  return readFileSync(path.join(packageRoot, page), 'utf8');
}

/** Those that are written down, and those that GitHub makes from headings. */
function anchors(page: string): string[] {
  return [
    ...[...read(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!),
    ...[...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  ];
}

test.each(pages)('%s: what it links to is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);
  const broken = links.filter((link) => {
    const [file, anchor] = link.split('#', 2);
    const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file!);
    if (!existsSync(path.join(packageRoot, target))) return true;
    return anchor !== undefined && !anchors(target).includes(anchor);
  });
  expect(broken).toStrictEqual([]);
});

test('the table in README.md lists every page', () => {
  const table = read('README.md').split('\n## Documentation\n')[1]!.split('\n## ')[0]!;
  const missing = pages
    .filter((page) => page.startsWith('docs/'))
    .filter((page) => !table.includes(`](${page})`));
  expect(missing).toStrictEqual([]);
});

/** The cells of a line. A bar in code is written \|. */
function cells(line: string): number {
  return line.split(/(?<!\\)\|/).length - 2;
}

test.each(pages)('in each table of %s, every row has a cell for each column', (page) => {
  const wrong: string[] = [];
  let columns: number | undefined;
  for (const line of read(page).split('\n')) {
    if (!line.startsWith('| ')) columns = undefined;
    else if (columns === undefined) columns = cells(line);
    else if (cells(line) !== columns) wrong.push(line);
  }
  expect(wrong).toStrictEqual([]);
});
