import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';

/** A library or a program: what it needs, by paths below the directory of all cases, and flags for the linker. */
interface Case {
  needs?: readonly string[];
  flags?: readonly string[];
  program?: boolean;
}

const newTags = '-Wl,--enable-new-dtags';
const oldTags = '-Wl,--disable-new-dtags';
function runpath(directories: string): string[] {
  return [newTags, `-Wl,-rpath,${directories}`];
}
function rpath(directories: string): string[] {
  return [oldTags, `-Wl,-rpath,${directories}`];
}
function soname(name: string): string {
  return `-Wl,-soname,${name}`;
}

/** In the order in which they can be linked. They are put at /cases, and what is in `lib` at /usr/lib. */
const cases: Readonly<Record<string, Case>> = {
  'x/libleaf.so': {},
  'y/libleaf.so': {},
  'lib/libsystem.so': {},
  'gone/libgone.so': {},
  'x/libnamed.so': { flags: [soname('libother.so.1')] },
  'x/libmiddle.so': { needs: ['x/libleaf.so'] },
  'x/libguarded.so': { needs: ['x/libleaf.so'], flags: runpath('/cases/none') },
  'real/libbeside.so': {},
  'real/liblinked.so': { needs: ['real/libbeside.so'], flags: runpath('$ORIGIN') },
  'links/libbeside.so': {},
  'bin/runpath': { needs: ['x/libleaf.so'], flags: runpath('/cases/y:/cases/x'), program: true },
  'bin/rpath-of-parent': { needs: ['x/libmiddle.so'], flags: rpath('/cases/x'), program: true },
  'bin/runpath-of-parent': { needs: ['x/libmiddle.so'], flags: runpath('/cases/x'), program: true },
  'bin/rpath-for-guarded': { needs: ['x/libguarded.so'], flags: rpath('/cases/x'), program: true },
  'bin/origin': { needs: ['x/libleaf.so'], flags: runpath('$ORIGIN/../y'), program: true },
  'bin/curly-origin': { needs: ['x/libleaf.so'], flags: rpath('${ORIGIN}/../y'), program: true },
  'bin/origin-of-link': {
    needs: ['real/liblinked.so'],
    flags: runpath('/cases/links'),
    program: true,
  },
  'bin/known-soname': {
    needs: ['x/libnamed.so', 'x/libleaf.so'],
    flags: rpath('/cases/x'),
    program: true,
  },
  'bin/semicolon': { needs: ['x/libleaf.so'], flags: runpath('/cases/x;/cases/y'), program: true },
  'bin/system': { needs: ['lib/libsystem.so'], program: true },
  'bin/no-default-directories': {
    needs: ['lib/libsystem.so'],
    flags: ['-Wl,-z,nodefaultlib'],
    program: true,
  },
  'bin/missing': { needs: ['gone/libgone.so', 'x/libleaf.so'], program: true },
};

/** Links the cases in a directory, and gives the paths that they have in an image with the directory's contents. */
export async function makeCases(directory: string): Promise<string[]> {
  const source = path.join(directory, 'empty.c');
  await writeFile(source, 'void _start(void) { }\n');
  for (const [output, { needs = [], flags = [], program = false }] of Object.entries(cases)) {
    await mkdir(path.join(directory, path.dirname(output)), { recursive: true });
    const kind = program ? ['-pie', '-fPIE'] : ['-shared', '-fPIC'];
    const own = flags.some((flag) => flag.includes('-soname'))
      ? []
      : program
        ? []
        : [soname(path.basename(output))];
    const linked = needs.flatMap((each) => ['-L', path.dirname(each), `-l:${path.basename(each)}`]);
    const common = ['-nostdlib', '-Wl,--no-as-needed', '-Wl,--allow-shlib-undefined'];
    await execa('cc', [...kind, ...common, '-o', output, source, ...own, ...linked, ...flags], {
      cwd: directory,
    });
  }
  await symlink('../real/liblinked.so', path.join(directory, 'links/liblinked.so'));
  return Object.entries(cases).flatMap(([output, { program }]) =>
    program ? [`/cases/${output}`] : [],
  );
}
