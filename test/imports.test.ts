import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../scaffold/package-root.ts';

/** What a directory may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  cli: ['scaffold', 'lambda', 'terminal'],
  generators: ['scaffold', 'terminal'],
  scaffold: [],
  lambda: [],
  terminal: [],
};

const yeoman = /^(@yeoman\/|yeoman-)/;

const imports = Object.keys(allowed)
  .filter((folder) => existsSync(path.join(packageRoot, folder)))
  .flatMap((folder) => sourcesIn(folder))
  .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })));

test('imports point one way', () => {
  const wrong = imports.filter(({ file, imported }) => {
    const [from, to] = [topOf(file), topOf(imported)];
    return isOurs(to) && to !== from && !allowed[from]!.includes(to);
  });
  expect(wrong).toStrictEqual([]);
});

test('only generators import Yeoman', () => {
  const wrong = imports.filter(
    ({ file, imported }) => yeoman.test(imported) && !/^generators\/[^/]+\/index\.ts$/.test(file),
  );
  expect(wrong).toStrictEqual([]);
  expect(imports.filter(({ imported }) => yeoman.test(imported))).not.toStrictEqual([]);
});

test('only a generator is called index: Yeoman takes every other one for a generator too', () => {
  const found = readdirSync(packageRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$)/.test(entry.name))
    .flatMap(({ name }) => filesIn(name))
    .filter((file) => /(^|\/)index\.[cm]?[jt]s$/.test(file))
    .filter((file) => file.split('/').length <= 3);
  expect(found.filter((file) => !/^generators\/[^/]+\/index\.ts$/.test(file))).toStrictEqual([]);
});

/** Paths from the root of the repository for our own files, package names for others. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(packageRoot, file), 'utf8');
  const specifiers = source.matchAll(/(?:\bfrom|\bimport\(|^import) ?'(?<specifier>[^']+)'/gm);
  return [...specifiers].map(({ groups }) => {
    const specifier = groups!['specifier']!;
    return specifier.startsWith('.') ? path.posix.join(path.dirname(file), specifier) : specifier;
  });
}

function sourcesIn(folder: string): string[] {
  return filesIn(folder).filter((file) => file.endsWith('.ts'));
}

function filesIn(folder: string): string[] {
  return readdirSync(path.join(packageRoot, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(packageRoot, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}

function topOf(file: string): string {
  return file.split('/')[0]!;
}

function isOurs(folder: string): boolean {
  return Object.hasOwn(allowed, folder) || folder === 'test' || folder === 'bench';
}
