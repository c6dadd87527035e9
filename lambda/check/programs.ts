import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import type { ElfFile } from '../image/loader/loader-files.ts';
import { type Resolved, resolveProgram } from '../image/loader/resolve-program.ts';
import { variable, workingDirectory } from './command.ts';
import { functionDirectories, isWithin } from './function-directories.ts';
import { imageFiles } from './image-files.ts';
import { libcOf } from './libc-of.ts';
import { namedFiles } from './named-files.ts';

/** A program, or a library that a program opens while it runs. */
export type CheckedProgram = ElfFile & {
  /** Whether Lambda starts it, by way of scripts or not; what it needs is needed. */
  isStarted: boolean;
  /** Nothing for files that are for another processor than the image. */
  resolved: Resolved;
};

const unresolved: Resolved = { objects: [], problems: [] };

/**
 * What the function is made of: the program that Lambda starts, with the interpreters of scripts, what these name,
 * and all programs and native addons in the directories of the function. What else is in the image belongs to a
 * distribution, whose packages have libraries that they can do without.
 */
export function checkedPrograms(
  image: ImageFacts,
  startedFiles: readonly FoundFile[],
): CheckedProgram[] {
  const files = imageFiles(image);
  const options = {
    cwd: workingDirectory(image),
    libraryPath: variable(image, 'LD_LIBRARY_PATH') ?? '',
  };
  function resolve(program: ElfFile, opener: Resolved['objects'] = []): Resolved {
    return program.elf.architecture === image.config.architecture
      ? resolveProgram(files, program, { ...options, opener })
      : unresolved;
  }

  const started = programsOf(startedFiles).map((program) => ({
    ...program,
    isStarted: true,
    resolved: resolve(program),
  }));
  const opener = openerOf(started);
  const paths = new Set(started.map((each) => each.path));
  const named = programsOf(namedFiles(image, startedFiles)).filter((each) => !paths.has(each.path));
  for (const each of named) paths.add(each.path);
  const own = suitable(
    ownPrograms(image).filter((each) => !paths.has(each.path)),
    (program) =>
      program.elf.architecture === image.config.architecture &&
      (opener === undefined || (libcOf(program.elf) ?? libcOf(opener.elf)) === libcOf(opener.elf)),
  );
  return [
    ...started,
    ...[...named, ...own].map((program) => ({
      ...program,
      isStarted: false,
      resolved: isOpened(program)
        ? // A program that is static, or missing, opens nothing.
          opener === undefined || opener.resolved.objects.length === 0
          ? unresolved
          : resolve(program, opener.resolved.objects)
        : resolve(program),
    })),
  ];
}

/** The program that is taken for the one that opens libraries while it runs. */
export function openerOf(programs: readonly CheckedProgram[]): CheckedProgram | undefined {
  return programs.find(({ isStarted, elf }) => isStarted && elf.interpreter !== undefined);
}

/** Whether it is no program of its own, but opened by one. */
function isOpened({ elf }: ElfFile): boolean {
  return elf.interpreter === undefined && !elf.isStatic;
}

function programsOf(files: readonly FoundFile[]): ElfFile[] {
  return files.flatMap(({ path: file, facts: { elf } }) =>
    elf !== undefined && 'facts' in elf ? [{ path: file, elf: elf.facts }] : [],
  );
}

function ownPrograms(image: ImageFacts): ElfFile[] {
  const directories = functionDirectories(image);
  const programs: ElfFile[] = [];
  for (const { path: file, facts } of image.files.all()) {
    if (facts.elf === undefined || 'problem' in facts.elf) continue;
    const { type } = facts.elf.facts;
    const isLoadable = type === 'executable' || type === 'shared';
    if (isLoadable && isWithin(file, directories))
      programs.push({ path: file, elf: facts.elf.facts });
  }
  return programs;
}

/** Packages bring files for several systems and choose among them: if one is for this image, the others are not used. */
function suitable(
  programs: readonly ElfFile[],
  fits: (program: ElfFile) => boolean,
): readonly ElfFile[] {
  const fitting = new Set(programs.filter(fits).map((each) => packageOf(each.path)));
  return programs.filter((each) => fits(each) || !fitting.has(packageOf(each.path)));
}

/**
 * What belongs together: all that a package of npm has, or a scope (@img/sharp-linux-x64…); what .NET and prebuildify
 * have for several platforms; and elsewhere what has the same name in a directory up to its platform
 * (x.cpython-313-x86_64-linux-gnu.so).
 */
function packageOf(file: string): string {
  const directory = '/node_modules/';
  const at = file.lastIndexOf(directory);
  if (at === -1) {
    const several = /^.*?\/(?:runtimes|prebuilds)\//.exec(file) ?? /^.*\/[^/.-]*/.exec(file);
    return several![0];
  }
  const [name] = file.slice(at + directory.length).split('/');
  return `${file.slice(0, at)}${directory}${name}`;
}
