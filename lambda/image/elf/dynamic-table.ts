import { elfBytes, ElfProblem, elfFields, type ElfEncoding } from './elf-fields.ts';
import type { KnownBytes } from './known-bytes.ts';
import { type Segment, segmentType } from './segments.ts';

/** Tags of the "System V ABI", chapter "Dynamic Section", and of the "Linux Standard Base" for versions. */
const tags = {
  needed: 1,
  stringTable: 5,
  stringTableSize: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  flags1: 0x6ffffffb,
  versionDefinitions: 0x6ffffffc,
  versionDefinitionCount: 0x6ffffffd,
  versionNeeds: 0x6ffffffe,
  versionNeedCount: 0x6fffffff,
} as const;

/** Strings are offsets in the string table, tables are addresses. */
export type DynamicTable = { needed: number[] } & {
  [tag in Exclude<keyof typeof tags, 'needed'>]: number | undefined;
};

/** Real files have fewer than 100; what is needed by name alone may be some hundreds. */
const maxEntries = 8192;

/** The entries of PT_DYNAMIC up to DT_NULL; undefined for files that have none, which are static. */
export function readDynamicTable(
  file: KnownBytes,
  encoding: ElfEncoding,
  segments: Segment[],
): DynamicTable | undefined {
  const segment = segments.find(({ type }) => type === segmentType.dynamic);
  if (segment === undefined) return undefined;
  const entrySize = encoding.class / 4;
  const { offset, length } = segment;
  const count = Math.floor(length / entrySize);
  if (count > maxEntries) {
    throw new ElfProblem(
      `Expected at most ${maxEntries} entries in the dynamic table, found ${count}.`,
    );
  }
  const fields = elfFields(elfBytes(file, 'a dynamic table', { offset, length }), encoding);
  const needed: number[] = [];
  const values = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const tag = fields.word(index * entrySize);
    const value = fields.word(index * entrySize + entrySize / 2);
    if (tag === 0) break;
    if (tag === tags.needed) needed.push(value);
    else values.set(tag, value);
  }
  return {
    needed,
    stringTable: values.get(tags.stringTable),
    stringTableSize: values.get(tags.stringTableSize),
    soname: values.get(tags.soname),
    rpath: values.get(tags.rpath),
    runpath: values.get(tags.runpath),
    flags1: values.get(tags.flags1),
    versionDefinitions: values.get(tags.versionDefinitions),
    versionDefinitionCount: values.get(tags.versionDefinitionCount),
    versionNeeds: values.get(tags.versionNeeds),
    versionNeedCount: values.get(tags.versionNeedCount),
  };
}
