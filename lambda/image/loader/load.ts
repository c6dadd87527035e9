import path from 'node:path';

import { type Budget, textSteps } from '../budget.ts';
import { glibcSearch } from './glibc-search.ts';
import type { ElfFile, LoaderFiles } from './loader-files.ts';
import { muslSearch } from './musl-search.ts';
import type { Loaded, Search } from './search.ts';

/** Inputs of the loader besides the files. */
export interface LoadOptions {
  /** LD_LIBRARY_PATH */
  libraryPath?: string;
  cwd?: string;
}

/** The loaded objects, in load order. */
interface Memory {
  objects: Loaded[];
  byPath: Map<string, Loaded>;
  byName: Map<string, Loaded>;
}

/**
 * Loads a binary as its loader would: breadth first, each library once. A library is loaded into the process of
 * `opener`, the objects in memory, and uses their loader, libraries and RPATH. Returns the newly loaded objects, the
 * binary first.
 */
export function load(
  files: LoaderFiles,
  binary: ElfFile,
  { libraryPath = '', cwd = '/', opener = [] }: LoadOptions & { opener?: readonly Loaded[] } = {},
): Loaded[] {
  const root = loadedAt(binary.path, binary, undefined);
  const owner = binary.elf.interpreter === undefined ? (opener[0] ?? root) : root;
  const { interpreter } = owner.elf;
  // What it needs is searched anew for each binary.
  files.budget.spend('steps', 1 + opener.length);
  const context = { files, executable: owner, interpreter, libraryPath, cwd };
  const search = (isMusl(interpreter) ? muslSearch : glibcSearch)(context);
  const memory: Memory = { objects: [], byPath: new Map(), byName: new Map() };
  if (owner !== root) addAll(memory, search, opener, files.budget);
  const start = memory.objects.length;
  add(memory, search, root, undefined);
  const loader = owner === root ? addLoader(memory, search, files, root) : memory.objects[1];
  // The list grows while it is walked.
  for (let index = start; index < memory.objects.length; index += 1) {
    const by = memory.objects[index]!;
    const candidates = search.candidates(by);
    files.budget.spend('steps', by.elf.needed.length);
    for (const name of by.elf.needed) {
      if (by.libraries.has(name)) continue;
      const known =
        loader !== undefined && search.isLoader(name) ? loader : memory.byName.get(name);
      const library = known ?? find(files, candidates(name), by, memory);
      by.libraries.set(name, library);
      files.budget.spend('keptBytes', needBytes);
      if (library !== undefined && !memory.byPath.has(library.path)) {
        files.budget.spend('keptBytes', loadedBytes);
      }
      if (library !== undefined) add(memory, search, library, name);
    }
  }
  return memory.objects.slice(start);
}

/** What a loaded object takes in memory, and each name that it needs. */
const loadedBytes = 512;
const needBytes = 64;

/** Whether a loader, or a library of that name, is musl's. */
export function isMusl(interpreter: string | undefined): boolean {
  return interpreter !== undefined && /(^|\/)ld-musl-[^/]*$/.test(interpreter);
}

function loadedAt(found: string, file: ElfFile, neededBy: Loaded | undefined): Loaded {
  return {
    ...file,
    origin: path.posix.dirname(found),
    neededBy,
    libraries: new Map(),
  };
}

function add(memory: Memory, search: Search, loaded: Loaded, name: string | undefined): void {
  if (!memory.byPath.has(loaded.path)) {
    memory.byPath.set(loaded.path, loaded);
    memory.objects.push(loaded);
  }
  for (const known of search.knownAs(loaded, name ?? '')) {
    if (known !== '' && !memory.byName.has(known)) memory.byName.set(known, loaded);
  }
}

/** Adds objects with the names by which they were requested. */
function addAll(memory: Memory, search: Search, objects: readonly Loaded[], budget: Budget): void {
  for (const each of objects) add(memory, search, each, undefined);
  for (const { libraries } of objects) {
    budget.spend('steps', libraries.size);
    for (const [name, library] of libraries) {
      if (library !== undefined) add(memory, search, library, name);
    }
  }
}

/** The loader is in memory before any library, and libc requests it by name. */
function addLoader(
  memory: Memory,
  search: Search,
  files: LoaderFiles,
  root: Loaded,
): Loaded | undefined {
  const name = root.elf.interpreter;
  const file = name === undefined ? undefined : files.elf(name);
  if (name === undefined || file === undefined) return undefined;
  const loader = loadedAt(name, file, root);
  add(memory, search, loader, name);
  return loader;
}

function find(
  files: LoaderFiles,
  candidates: Iterable<string>,
  by: Loaded,
  { byPath }: Memory,
): Loaded | undefined {
  for (const candidate of candidates) {
    files.budget.spend('steps', textSteps(candidate.length));
    const file = files.elf(candidate);
    if (file === undefined || !isAlike(file, by)) continue;
    // The path may be another name of a loaded file.
    return byPath.get(file.path) ?? loadedAt(candidate, file, by);
  }
  return undefined;
}

/** The loader skips files for other machines. */
function isAlike({ elf }: ElfFile, { elf: other }: ElfFile): boolean {
  return (
    elf.machine === other.machine && elf.class === other.class && elf.byteOrder === other.byteOrder
  );
}
