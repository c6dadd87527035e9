import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { against, type GivenElf } from '../../../lambda/check/against.ts';
import { targetNamed, targets } from '../../../lambda/check/against-target.ts';
import { machineFiles } from '../../../lambda/image/loader/machine-files.ts';
import { ownArchitecture } from '../../../lambda/image/own-architecture.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

function compile(output: string, source: string, ...options: string[]): string {
  const file = path.join(directory.path, output);
  writeFileSync(`${file}.c`, source);
  execFileSync('cc', [`${file}.c`, '-nostdlib', '-fPIC', '-o', file, ...options]);
  return file;
}

/** A library whose only symbols, a0, a1…, have the given versions. */
function libraryWith(soname: string, ...versions: string[]): string {
  const name = `${soname}-${versions.join('-')}`;
  const map = path.join(directory.path, `${name}.map`);
  writeFileSync(map, versions.map((version, at) => `${version} { global: a${at}; };`).join('\n'));
  const source = versions.map((_, at) => `int a${at}(void) { return ${at}; }`).join('\n');
  const options = ['-shared', `-Wl,-soname,${soname}`, `-Wl,--version-script,${map}`];
  return compile(name, source, ...options);
}

/** A library that needs all symbols of others. */
function userOf(libraries: readonly string[], symbols: number): string {
  const calls = Array.from({ length: symbols }, (_, at) => `a${at}`);
  const source = [
    ...calls.map((call) => `int ${call}(void);`),
    `int use(void) { return ${calls.map((call) => `${call}()`).join(' + ')}; }`,
  ].join('\n');
  const name = `user-${libraries.map((file) => path.basename(file)).join('-')}`;
  return compile(name, source, '-shared', '-Wl,--no-as-needed', ...libraries);
}

function given(...files: string[]): GivenElf[] {
  return files.map((name) => ({ ...machineFiles().elf(name)!, name }));
}

function system(name: string) {
  return targetNamed(name)!;
}

test('names what is needed, what there is, and what to do', () => {
  const user = userOf([libraryWith('libc.so.6', 'GLIBC_2.2.5', 'GLIBC_2.38', 'GLIBC_2.4')], 3);
  const name = path.basename(user);
  expect(against(given(user), system('al2023'))).toStrictEqual([
    {
      file: user,
      needs: { GLIBC: '2.38' },
      problems: [
        `${name} needs GLIBC_2.38 (from libc.so.6); al2023 has 2.34: build on the release that you run on, or use a container image`,
      ],
    },
  ]);
  expect(against(given(user), system('GLIBC_2.37'))[0]!.problems).toHaveLength(1);
  expect(against(given(user), system('GLIBC_2.38'))[0]!.problems).toStrictEqual([]);
  expect(against(given(user), system('debian:13'))[0]!.problems).toStrictEqual([]);
});

test('the runtime of C++ has limits of its own', () => {
  const versions = ['GLIBCXX_3.4.30', 'CXXABI_1.3.9'];
  const user = userOf([libraryWith('libstdc++.so.6', ...versions)], 2);
  expect(against(given(user), system('al2023'))[0]!.problems).toStrictEqual([
    expect.stringContaining('GLIBCXX_3.4.30 (from libstdc++.so.6); al2023 has 3.4.29'),
  ]);
  expect(against(given(user), system('debian:12'))[0]!.problems).toStrictEqual([]);
  // Only glibc is known of such a system.
  expect(against(given(user), system('GLIBC_2.17'))[0]!.problems).toStrictEqual([]);
});

test.each([
  ['GCC_11.0', true],
  ['GCC_7.0.0', true],
  ['GCC_12.0.0', false],
])('%s of libgcc: al2023 has it: %s', (version, has) => {
  const user = userOf([libraryWith('libgcc_s.so.1', version)], 1);
  expect(against(given(user), system('al2023'))[0]!.problems).toHaveLength(has ? 0 : 1);
});

test('a library among the files counts in place of that of the system', () => {
  const library = libraryWith('libstdc++.so.6', 'GLIBCXX_3.4.99');
  const user = userOf([library], 1);
  expect(against(given(user), system('al2'))[0]!.problems).toHaveLength(1);
  expect(against(given(user, library), system('al2'))[0]!.problems).toStrictEqual([]);

  const older = libraryWith('libstdc++.so.6', 'GLIBCXX_3.4.98');
  expect(against(given(user, older), system('al2'))[0]!.problems).toStrictEqual([
    expect.stringContaining(
      'GLIBCXX_3.4.99 (from libstdc++.so.6); the given libstdc++.so.6 does not have it',
    ),
  ]);
});

test('a version that the loader only warns of is no problem', () => {
  const [user] = given(userOf([libraryWith('libc.so.6', 'GLIBC_2.99')], 1));
  // Few linkers mark any as weak.
  const versionNeeds = user!.elf.versionNeeds.map(({ library, versions }) => ({
    library,
    versions: versions.map(({ name }) => ({ name, isWeak: true })),
  }));
  const weak = { ...user!, elf: { ...user!.elf, versionNeeds } };
  expect(against([weak], system('al2'))).toStrictEqual([
    { file: user!.name, needs: {}, problems: [] },
  ]);
});

test('relocations in the new form need the glibc that came with them', () => {
  const user = userOf([libraryWith('libc.so.6', 'GLIBC_ABI_DT_RELR')], 1);
  expect(against(given(user), system('debian:11'))[0]!.problems).toStrictEqual([
    expect.stringContaining('needs GLIBC_ABI_DT_RELR (from libc.so.6); debian:11 has 2.31'),
  ]);
  expect(against(given(user), system('debian:12'))[0]!.problems).toStrictEqual([]);
});

test('a binary for musl fits no system with glibc', () => {
  const interpreter = '/lib/ld-musl-x86_64.so.1';
  const source = 'void _start(void) {}';
  const options = ['-pie', `-Wl,--dynamic-linker=${interpreter}`];
  const [fit] = against(given(compile('musl', source, ...options)), system('al2023'));
  expect(fit!.problems).toStrictEqual([
    `musl needs ${interpreter} (musl); al2023 has glibc: build on a system with glibc, or link statically`,
  ]);
});

test('a static binary fits all', () => {
  const program = compile('static', 'void _start(void) {}', '-static');
  for (const target of targets) {
    expect(against(given(program), target)[0]).toStrictEqual({
      file: program,
      needs: {},
      problems: [],
    });
  }
});

test('a binary for another architecture', () => {
  const program = compile('other', 'void _start(void) {}', '-static');
  function fits(architecture: string) {
    return against(given(program), system('al2'), { architecture })[0]!.problems;
  }
  expect(fits(ownArchitecture())).toStrictEqual([]);
  expect(fits('riscv64')).toStrictEqual([
    `other needs the architecture ${ownArchitecture()}; the function has riscv64: build for that one`,
  ]);
});

test.each(['al3', 'debian', 'GLIBC_', 'GLIBC_2', 'GLIBC_x.y', 'GLIBCXX_3.4', ''])(
  '"%s" is no system',
  (name) => {
    expect(targetNamed(name)).toBeUndefined();
  },
);
