import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';
import type { ElfFile } from '../image/loader/loader-files.ts';
import { type Resolved, resolveBinary } from '../image/loader/resolve-binary.ts';
import { variable, workingDirectory } from './command.ts';
import { imageFiles } from './image-files.ts';
import { isForOtherSystem, libcOf } from './libc-of.ts';
import { isOptional, type OwnFiles } from './own-files.ts';
import { packageOf } from './package-of.ts';

/** A binary, or a library that is loaded at run time (a native addon). */
export type CheckedBinary = ElfFile & {
  /** Whether Lambda starts it, directly or through scripts. */
  isStarted: boolean;
  /** Empty for files built for another architecture than the image. */
  resolved: Resolved;
};

const unresolved: Resolved = { objects: [], problems: [] };

/**
 * The binaries of the function: those that Lambda starts, including the interpreters of scripts, those that these
 * scripts name, extensions, and all binaries and native addons that are the function's own. Other binaries belong to the
 * distribution: its packages contain some whose libraries are optional.
 */
export function checkedBinaries(
  image: ImageFacts,
  startedFiles: readonly FoundFile[],
  namedFiles: readonly FoundFile[],
  own: OwnFiles,
): CheckedBinary[] {
  const files = imageFiles(image);
  const options = {
    cwd: workingDirectory(image),
    libraryPath: variable(image, 'LD_LIBRARY_PATH') ?? '',
  };
  function resolve(binary: ElfFile, opener: Resolved['objects'] = []): Resolved {
    return binary.elf.architecture === image.config.architecture
      ? resolveBinary(files, binary, { ...options, opener })
      : unresolved;
  }

  const started = binariesOf(startedFiles).map((binary) => ({
    ...binary,
    isStarted: true,
    resolved: resolve(binary),
  }));
  const opener = openerOf(started);
  const paths = new Set(started.map((each) => each.path));
  const named = binariesOf(namedFiles).filter((each) => !paths.has(each.path));
  for (const each of named) paths.add(each.path);
  const others = suitable(
    ownBinaries(image, own).filter((each) => !paths.has(each.path)),
    (binary) =>
      binary.elf.architecture === image.config.architecture &&
      (opener === undefined || (libcOf(binary.elf) ?? libcOf(opener.elf)) === libcOf(opener.elf)),
  );
  return [
    ...started,
    ...[...named, ...others].map((binary) => ({
      ...binary,
      isStarted: false,
      resolved: isOpened(binary)
        ? // A static binary cannot load libraries.
          opener === undefined || opener.resolved.objects.length === 0
          ? unresolved
          : resolve(binary, opener.resolved.objects)
        : resolve(binary),
    })),
  ];
}

/** The binary that loads native addons at run time: the first started one that is dynamically linked. */
export function openerOf(binaries: readonly CheckedBinary[]): CheckedBinary | undefined {
  return binaries.find(({ isStarted, elf }) => isStarted && elf.interpreter !== undefined);
}

/** Whether it is a library that another binary loads. */
function isOpened({ elf }: ElfFile): boolean {
  return elf.interpreter === undefined && !elf.isStatic;
}

function binariesOf(files: readonly FoundFile[]): ElfFile[] {
  return files.flatMap(({ path: file, facts: { elf } }) =>
    elf !== undefined && 'facts' in elf ? [{ path: file, elf: elf.facts }] : [],
  );
}

function ownBinaries(image: ImageFacts, own: OwnFiles): ElfFile[] {
  const binaries: ElfFile[] = [];
  for (const found of image.files.all()) {
    const { path: file, facts } = found;
    if (facts.elf === undefined || 'problem' in facts.elf) continue;
    const { type } = facts.elf.facts;
    const isLoadable =
      (type === 'executable' || type === 'shared') && !isForOtherSystem(facts.elf.facts);
    if (isLoadable && own.isOwn(found) && !isOptional(file)) {
      binaries.push({ path: file, elf: facts.elf.facts });
    }
  }
  return binaries;
}

/** Packages ship files for several systems. If one of them fits this image, the others are not used. */
function suitable(
  binaries: readonly ElfFile[],
  fits: (binary: ElfFile) => boolean,
): readonly ElfFile[] {
  const fitting = new Set(binaries.filter(fits).map((each) => packageOf(each.path)));
  return binaries.filter((each) => fits(each) || !fitting.has(packageOf(each.path)));
}
