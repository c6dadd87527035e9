import type { ByteRange } from './byte-range.ts';
import { elfBytes, type ElfEncoding, type ElfFields, elfFields, ElfProblem } from './elf-fields.ts';
import type { KnownBytes } from './known-bytes.ts';

/** As in the file: names are offsets in the string table. */
export interface RawVersionNeed {
  library: number;
  versions: { name: number; isWeak: boolean }[];
}
export interface RawVersionDefinition {
  name: number;
  isBase: boolean;
}

/** Real files need fewer than 100 versions and define fewer than 1000. */
const maxEntries = 16_384;

/** Asked for at once, since the length of the whole table is known only after reading it. */
const aheadBytes = 4096;

const weakFlag = 2;
const baseFlag = 1;

/** The "Linux Standard Base", chapter "Symbol Versioning", has the layouts: Verneed, Vernaux, Verdef, Verdaux. */
const sizes = { need: 16, neededVersion: 16, definition: 20, definedName: 8 } as const;

interface Table {
  file: KnownBytes;
  encoding: ElfEncoding;
  table: ByteRange;
  what: string;
}

/** What a library must define. */
export function readVersionNeeds(table: Table, count: number): RawVersionNeed[] {
  const budget = { left: maxEntries };
  return chain(table, { at: 0, count, size: sizes.need, nextAt: 12, budget }, (need, at) => ({
    library: need.u32(4),
    versions: chain(
      table,
      {
        at: at + need.u32(8),
        count: need.u16(2),
        size: sizes.neededVersion,
        nextAt: 12,
        budget,
      },
      (version) => ({ name: version.u32(8), isWeak: (version.u16(4) & weakFlag) !== 0 }),
    ),
  }));
}

/** What a library defines: the first name of each definition; the others are its parents. */
export function readVersionDefinitions(table: Table, count: number): RawVersionDefinition[] {
  const budget = { left: maxEntries };
  return chain(table, { at: 0, count, size: sizes.definition, nextAt: 16, budget }, (entry, at) => {
    const name = entryAt(table, at + entry.u32(12), sizes.definedName);
    return { name: name.u32(0), isBase: (entry.u16(2) & baseFlag) !== 0 };
  });
}

interface Chain {
  /** Where the first entry is, from the beginning of the table. */
  at: number;
  count: number;
  /** Of each entry, in bytes. */
  size: number;
  /** Where an entry has the distance to the next one. */
  nextAt: number;
  /** How many entries all chains of the table may have together: chains could share entries. */
  budget: { left: number };
}

/** Each entry must lie behind the one before: so the chain ends. */
function chain<Item>(
  table: Table,
  { at, count, size, nextAt, budget }: Chain,
  read: (entry: ElfFields, at: number) => Item,
): Item[] {
  const items: Item[] = [];
  for (let place = at; items.length < count;) {
    if ((budget.left -= 1) < 0) {
      throw new ElfProblem(`Expected at most ${maxEntries} entries in ${table.what}, found more.`);
    }
    const entry = entryAt(table, place, size);
    items.push(read(entry, place));
    const next = entry.u32(nextAt);
    if (next === 0) break;
    if (next < size) {
      throw new ElfProblem(
        `Expected the next entry of ${table.what} at least ${size} bytes further, found ${next}.`,
      );
    }
    place += next;
  }
  return items;
}

function entryAt({ file, encoding, table, what }: Table, at: number, length: number): ElfFields {
  if (at + length > table.length) {
    throw new ElfProblem(
      `Expected ${what} within its segment, found an entry ${at + length - table.length} bytes beyond it.`,
    );
  }
  const range = { offset: table.offset + at, length };
  return elfFields(elfBytes(file, what, range, aheadBytes), encoding);
}
