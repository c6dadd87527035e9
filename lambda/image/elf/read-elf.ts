/**
 * Reads what an ELF file needs from the system that runs it. Our own reader, because no npm library decodes version
 * needs, and because it has to work on parts of a streamed file with any content. Like the loader, it uses only program
 * headers, because sections may be stripped.
 */
import type { ByteRange } from './byte-range.ts';
import { type DynamicTable, readDynamicTable } from './dynamic-table.ts';
import type { ElfFacts } from './elf-facts.ts';
import { elfBytes, ElfProblem, MissingBytes } from './elf-fields.ts';
import { readElfHeader } from './elf-header.ts';
import type { KnownBytes } from './known-bytes.ts';
import { locate, readSegments, type Segment, segmentType } from './segments.ts';
import { readStrings } from './string-table.ts';
import { readVersionDefinitions, readVersionNeeds } from './version-tables.ts';

export type ElfResult =
  | { facts: ElfFacts }
  /** What was expected and what was found: no loader accepts this file. */
  | { problem: string }
  /** Ranges to add before the next call, which may return further ranges, at most a handful of times. */
  | { missing: ByteRange[] };

/** Never throws and never loops, whatever the bytes are: linear in what the file says its tables have. */
export function readElf(file: KnownBytes): ElfResult {
  try {
    return { facts: readFacts(file) };
  } catch (error) {
    if (error instanceof ElfProblem) return { problem: error.message };
    if (error instanceof MissingBytes) return { missing: error.ranges };
    throw error;
  }
}

const pieFlag = 0x0800_0000;
const noDefaultLibrariesFlag = 0x0000_0800;

function readFacts(file: KnownBytes): ElfFacts {
  const { programHeaders, ...header } = readElfHeader(file);
  const segments = readSegments(file, header, programHeaders);
  const dynamic = readDynamicTable(file, header, segments);
  const linked = dynamic === undefined ? unlinked : readLinked(file, header, segments, dynamic);
  const interpreter = readInterpreter(file, segments, linked.soname !== undefined);
  const flags = dynamic?.flags1 ?? 0;
  return {
    ...header,
    interpreter,
    ...linked,
    isStatic: interpreter === undefined && linked.needed.length === 0,
    isPie: (flags & pieFlag) !== 0,
    ignoresDefaultDirectories: (flags & noDefaultLibrariesFlag) !== 0,
  };
}

/** Linux takes no longer one (PATH_MAX, fs/binfmt_elf.c), and none that does not end with a zero. */
const maxInterpreterBytes = 4096;

/** Tools that copy libraries into Python packages leave an empty one in those that could be started, such as Qt's. */
function readInterpreter(
  file: KnownBytes,
  segments: Segment[],
  isLibrary: boolean,
): string | undefined {
  const segment = segments.find(({ type }) => type === segmentType.interpreter);
  if (segment === undefined) return undefined;
  const { offset, length } = segment;
  if (isLibrary && length < 2) return undefined;
  if (length < 2 || length > maxInterpreterBytes) {
    throw new ElfProblem(
      `Expected an interpreter of 2 to ${maxInterpreterBytes} bytes, found ${length}.`,
    );
  }
  const bytes = elfBytes(file, 'an interpreter', { offset, length });
  if (bytes.at(-1) !== 0) {
    throw new ElfProblem('Expected an interpreter that ends with a zero, found another byte.');
  }
  return bytes.toString('utf8', 0, bytes.indexOf(0));
}

type Linked = Pick<
  ElfFacts,
  'needed' | 'soname' | 'rpath' | 'runpath' | 'versionNeeds' | 'versionDefinitions'
>;

const unlinked: Linked = {
  needed: [],
  soname: undefined,
  rpath: undefined,
  runpath: undefined,
  versionNeeds: [],
  versionDefinitions: undefined,
};

function readLinked(
  file: KnownBytes,
  encoding: Pick<ElfFacts, 'class' | 'byteOrder'>,
  segments: Segment[],
  dynamic: DynamicTable,
): Linked {
  requireTables(file, segments, dynamic);
  function tableAt(address: number, what: string) {
    return {
      file,
      encoding,
      table: locate(segments, what, address),
      what,
    };
  }
  const needs =
    dynamic.versionNeeds === undefined
      ? []
      : readVersionNeeds(
          tableAt(dynamic.versionNeeds, 'the version needs'),
          dynamic.versionNeedCount ?? 0,
        );
  const definitions =
    dynamic.versionDefinitions === undefined
      ? undefined
      : readVersionDefinitions(
          tableAt(dynamic.versionDefinitions, 'the version definitions'),
          dynamic.versionDefinitionCount ?? 0,
        );

  const { soname, rpath, runpath } = dynamic;
  const single = [soname, rpath, runpath].filter((each) => each !== undefined);
  const offsets = [
    ...dynamic.needed,
    ...single,
    ...needs.flatMap(({ library, versions }) => [library, ...versions.map(({ name }) => name)]),
    ...(definitions ?? []).map(({ name }) => name),
  ];
  const strings =
    offsets.length === 0
      ? new Map<number, string>()
      : readStrings(file, stringTable(segments, dynamic), offsets);
  function string(offset: number): string {
    return strings.get(offset)!;
  }
  function optional(offset: number | undefined) {
    return offset === undefined ? undefined : string(offset);
  }

  return {
    needed: dynamic.needed.map(string),
    soname: optional(soname),
    rpath: optional(rpath),
    runpath: optional(runpath),
    versionNeeds: needs.map(({ library, versions }) => ({
      library: string(library),
      versions: versions.map(({ name, isWeak }) => ({ name: string(name), isWeak })),
    })),
    versionDefinitions: definitions?.map(({ name, isBase }) => ({ name: string(name), isBase })),
  };
}

/** Only very large libraries have longer string tables: their names are requested one by one. */
const maxAheadBytes = 1024 * 1024;

/** Enough for most version tables. */
const versionTableBytes = 4096;

/** Requests all tables at once: they are adjacent, and streaming a file again is slow. */
function requireTables(file: KnownBytes, segments: Segment[], dynamic: DynamicTable): void {
  const ranges: ByteRange[] = [];
  if (dynamic.stringTable !== undefined) {
    const strings = stringTable(segments, dynamic);
    if (strings.length <= maxAheadBytes) ranges.push(strings);
  }
  for (const address of [dynamic.versionNeeds, dynamic.versionDefinitions]) {
    if (address === undefined) continue;
    const { offset, length } = locate(segments, 'a version table', address);
    ranges.push({ offset, length: Math.min(length, versionTableBytes) });
  }
  const missing = ranges
    .map(({ offset, length }) => ({ offset, length: Math.min(length, file.size - offset) }))
    .filter(({ offset, length }) => length > 0 && file.read(offset, length) === undefined);
  if (missing.length > 0) throw new MissingBytes(missing);
}

function stringTable(segments: Segment[], dynamic: DynamicTable): ByteRange {
  if (dynamic.stringTable === undefined) {
    throw new ElfProblem('Expected a string table (DT_STRTAB), found none.');
  }
  const { offset, length } = locate(segments, 'the string table', dynamic.stringTable);
  return { offset, length: Math.min(length, dynamic.stringTableSize ?? length) };
}
