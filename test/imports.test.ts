import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../scaffold/package-root.ts';

/** What a directory may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  cli: ['scaffold', 'lambda', 'terminal', 'programs'],
  generators: ['scaffold', 'terminal'],
  scaffold: ['programs'],
  lambda: ['programs'],
  terminal: [],
  programs: [],
  // Types only: see below.
  page: ['cli', 'lambda'],
};

const yeoman = /^(@yeoman\/|yeoman-)/;

const imports = Object.keys(allowed)
  .filter((directory) => existsSync(path.join(packageRoot, directory)))
  .flatMap((directory) => sourcesIn(directory))
  .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })));

test('imports point one way', () => {
  const wrong = imports.filter(({ file, imported }) => {
    const [from, to] = [topOf(file), topOf(imported)];
    return isOurs(to) && to !== from && !allowed[from]!.includes(to);
  });
  expect(wrong).toStrictEqual([]);
});

test('the page has only types from elsewhere: a browser gets no other files', () => {
  for (const file of sourcesIn('page')) {
    const source = readFileSync(path.join(packageRoot, file), 'utf8');
    const values = source.matchAll(/^import (?!type )[^;]*from '(?!\.\/)[^']+'/gm);
    expect([file, ...values]).toStrictEqual([file]);
  }
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

test('within lambda, image and docker import no sibling', () => {
  const wrong = imports.filter(({ file, imported }) => {
    const within = /^lambda\/(?:image|docker)\//.exec(file)?.[0];
    return within !== undefined && imported.startsWith('lambda/') && !imported.startsWith(within);
  });
  expect(wrong).toStrictEqual([]);
});

/** The facts of an image and who reads them: not how it is read. */
const ofImage: readonly string[] = [
  'elf/elf-facts.ts',
  'image-error.ts',
  'image-facts.ts',
  'loader/loader-files.ts',
  'loader/machine-files.ts',
  'loader/resolve-binary.ts',
  'loader/version-name.ts',
  'manifest/count-json.ts',
  'once.ts',
  'own-architecture.ts',
  'platform-name.ts',
  'read-image.ts',
  'tree/file-tree.ts',
];

test('check and cli do not reach into how an image is read', () => {
  const ofOthers = imports.filter(
    ({ file, imported }) =>
      /^(?:lambda\/check|cli)\//.test(file) && imported.startsWith('lambda/image/'),
  );
  const allowed = new Set(ofImage.map((file) => `lambda/image/${file}`));
  expect(ofOthers.filter(({ imported }) => !allowed.has(imported))).toStrictEqual([]);
  // What nobody asks for need not be public.
  const used = new Set(ofOthers.map(({ imported }) => imported));
  expect([...allowed].filter((file) => !used.has(file))).toStrictEqual([]);
});

test('there is no circle of imports', () => {
  const everywhere = [...Object.keys(allowed), 'test', 'bench'].flatMap((directory) =>
    sourcesIn(directory),
  );
  const graph = new Map(everywhere.map((file) => [file, importsOf(file)]));
  expect(circlesIn(graph)).toStrictEqual([]);
});

/** For each file from which one comes back to itself: one way. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  function visit(file: string, way: readonly string[]): void {
    const at = way.indexOf(file);
    if (at !== -1) circles.push([...way.slice(at), file].join(' -> '));
    if (at !== -1 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...way, file]);
    done.add(file);
  }
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

test('a test that talks to the engine is named *.docker.test.ts', () => {
  const needsDocker = new Set([
    'lambda/docker/docker.ts',
    'lambda/sandbox/start-sandbox.ts',
    'test/docker/build-directory.ts',
    'test/docker/container.ts',
    'test/docker/docker-result.ts',
    'test/docker/project.ts',
  ]);
  const wrong = sourcesIn('test')
    .filter((file) => /(?<!\.docker)\.test\.ts$/.test(file))
    .filter((file) => importsOf(file).some((imported) => needsDocker.has(imported)));
  expect(wrong).toStrictEqual([]);
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

function sourcesIn(directory: string): string[] {
  return filesIn(directory).filter((file) => file.endsWith('.ts'));
}

function filesIn(directory: string): string[] {
  return readdirSync(path.join(packageRoot, directory), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(packageRoot, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}

function topOf(file: string): string {
  return file.split('/')[0]!;
}

function isOurs(directory: string): boolean {
  return Object.hasOwn(allowed, directory) || directory === 'test' || directory === 'bench';
}

/** What starts other processes, each with arguments that a value from elsewhere cannot turn into flags. */
const starters: readonly string[] = [
  'lambda/docker/container.ts',
  'lambda/docker/docker.ts',
  'lambda/docker/save-image.ts',
  // A script of ours, without arguments.
  'lambda/docker/reaper.ts',
  'lambda/docker/reaper-process.ts',
  'scaffold/project/git-repository.ts',
];

test('other processes are started at few places, with arguments of commandLine', () => {
  const found = imports
    .filter(({ imported }) => /^(node:child_process|execa|node:worker_threads)$/.test(imported))
    .map(({ file }) => file);
  expect([...new Set(found)].toSorted()).toStrictEqual([...starters].toSorted());
  for (const file of Object.keys(allowed).flatMap((directory) => sourcesIn(directory))) {
    const source = readFileSync(path.join(packageRoot, file), 'utf8');
    // Its type takes no other arguments, except by force; `docker` is for tests.
    const isForced = file !== 'lambda/docker/docker.ts' && /as CommandLine/.test(source);
    expect([file, isForced && file !== 'programs/command-line.ts']).toStrictEqual([file, false]);
    expect([file, /\bimport [^;]*\bdocker\b[^;]*docker\/docker\.ts/.test(source)]).toStrictEqual([
      file,
      false,
    ]);
    for (const [, given] of source.matchAll(/\b(?:execa|spawnSync)\(\s*'\w+',\s*(\w+)/g)) {
      expect([file, given]).toStrictEqual([file, 'args']);
    }
  }
});
