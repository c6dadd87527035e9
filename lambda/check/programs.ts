import type { ImageFacts } from '../image/image-facts.ts';
import type { ElfFile } from '../image/loader/loader-files.ts';
import { type Resolved, resolveProgram } from '../image/loader/resolve-program.ts';
import { commandOf, findCommand, shebangOf, variable, workingFolder } from './command.ts';
import { imageFiles } from './image-files.ts';

/** A program, or a library that a program opens while it runs. */
export type CheckedProgram = ElfFile & {
  /** Whether Lambda starts it, by way of scripts or not; what it needs is needed. */
  isStarted: boolean;
  resolved: Resolved;
};

/**
 * What the function is made of: the program that Lambda starts, with the interpreters of scripts, and all
 * programs and native addons in the folders of the function. What else is in the image belongs to a
 * distribution, whose packages have libraries that they can do without.
 */
export const checkedPrograms = (image: ImageFacts): CheckedProgram[] => {
  const files = imageFiles(image);
  const options = {
    cwd: workingFolder(image),
    libraryPath: variable(image, 'LD_LIBRARY_PATH') ?? '',
  };
  const started = startedPrograms(image);
  const opener = started.find(({ elf }) => elf.interpreter !== undefined);
  const own = ownPrograms(image).filter(({ path }) => !started.some((each) => each.path === path));
  return [
    ...started.map((program) => ({ ...program, isStarted: true })),
    ...own.map((program) => ({ ...program, isStarted: false })),
  ].map((program) => ({
    ...program,
    resolved: resolveProgram(files, program, { ...options, ...(opener && { opener }) }),
  }));
};

/** A script starts its interpreter, `env` what it is told, and an entry script what it is given. */
const startedPrograms = (image: ImageFacts): ElfFile[] => {
  const programs: ElfFile[] = [];
  const seen = new Set<string>();
  const follow = (command: string): void => {
    const found = findCommand(image, command);
    if (found === undefined || seen.has(found.path)) return;
    seen.add(found.path);
    const { elf, content } = found.facts;
    if (elf !== undefined && 'facts' in elf) programs.push({ path: found.path, elf: elf.facts });
    const shebang = shebangOf(content);
    if (shebang === undefined) return;
    follow(shebang.interpreter);
    if (shebang.interpreter.endsWith('/env')) follow(shebang.argument?.split(' ').at(-1) ?? '');
  };
  const [first] = commandOf(image);
  if (first !== undefined) follow(first);
  return programs;
};

const ownPrograms = (image: ImageFacts): ElfFile[] => {
  const folders = functionFolders(image);
  const programs: ElfFile[] = [];
  for (const { path, facts } of image.files.all()) {
    if (facts.elf === undefined || 'problem' in facts.elf) continue;
    const { type } = facts.elf.facts;
    const isLoadable = type === 'executable' || type === 'shared';
    if (isLoadable && folders.some((folder) => path.startsWith(`${folder}/`))) {
      programs.push({ path, elf: facts.elf.facts });
    }
  }
  return programs;
};

/** Where a function's own files are: Lambda's folders, and the one in which it is started. */
export const functionFolders = (image: ImageFacts): string[] => {
  const folder = workingFolder(image);
  const lambdas = ['/var/task', '/var/runtime', '/opt'];
  const isOwn = folder !== '/' && !/^\/(usr|bin|sbin|lib|lib64|etc|root|tmp)(\/|$)/.test(folder);
  return isOwn && !lambdas.includes(folder) ? [...lambdas, folder] : lambdas;
};
