import type { ElfEncoding } from '../../../../lambda/image/elf/elf-fields.ts';

export type ElfParts = ElfEncoding & {
  type?: number;
  machine?: number;
  interpreter?: string;
  needed?: string[];
  soname?: string;
  rpath?: string;
  runpath?: string;
  flags1?: number;
  versionNeeds?: { library: string; versions: { name: string; isWeak: boolean }[] }[];
  versionDefinitions?: { name: string; isBase: boolean }[];
  /** Zeros between the header and the tables. */
  paddingBytes?: number;
  /** Whether the dynamic table comes before the tables that it tells of. */
  isDynamicFirst?: boolean;
};

const loadAddress = 0x400000;

/** An ELF file without sections that has what a loader reads, for machines that no compiler here knows. */
export function buildElf(parts: ElfParts): Buffer {
  const is64 = parts.class === 64;
  function number(value: number, size: number): Buffer {
    const bytes = Buffer.alloc(size);
    if (size === 8) {
      if (parts.byteOrder === 'little') bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeBigUInt64BE(BigInt(value));
    } else if (parts.byteOrder === 'little') bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  }
  function u16(value: number) {
    return number(value, 2);
  }
  function u32(value: number) {
    return number(value, 4);
  }
  function word(value: number) {
    return number(value, is64 ? 8 : 4);
  }

  let strings = '\0';
  function string(text: string): number {
    const at = strings.length;
    strings += `${text}\0`;
    return at;
  }

  const needs = (parts.versionNeeds ?? []).map(({ library, versions }, index, all) => {
    const size = 16 * (1 + versions.length);
    return Buffer.concat([
      u16(1),
      u16(versions.length),
      u32(string(library)),
      u32(16),
      u32(index === all.length - 1 ? 0 : size),
      ...versions.map(({ name, isWeak }, at) =>
        Buffer.concat([
          u32(0),
          u16(isWeak ? 2 : 0),
          u16(2),
          u32(string(name)),
          u32(at === versions.length - 1 ? 0 : 16),
        ]),
      ),
    ]);
  });
  const definitions = (parts.versionDefinitions ?? []).map(({ name, isBase }, index, all) =>
    Buffer.concat([
      u16(1),
      u16(isBase ? 1 : 0),
      u16(index + 1),
      u16(1),
      u32(0),
      u32(20),
      u32(index === all.length - 1 ? 0 : 28),
      u32(string(name)),
      u32(0),
    ]),
  );
  const dynamic: [number, number][] = (parts.needed ?? []).map((name) => [1, string(name)]);
  for (const [tag, text] of [
    [14, parts.soname],
    [15, parts.rpath],
    [29, parts.runpath],
  ] as const) {
    if (text !== undefined) dynamic.push([tag, string(text)]);
  }
  if (parts.flags1 !== undefined) dynamic.push([0x6ffffffb, parts.flags1]);

  const isDynamic = dynamic.length > 0 || needs.length > 0 || definitions.length > 0;
  const [headerSize, entrySize] = is64 ? [64, 56] : [52, 32];
  const count = 1 + (isDynamic ? 1 : 0) + (parts.interpreter === undefined ? 0 : 1);
  const interpreter = Buffer.from(parts.interpreter === undefined ? '' : `${parts.interpreter}\0`);
  const interpreterAt = headerSize + count * entrySize;
  const tables = [Buffer.from(strings), Buffer.concat(needs), Buffer.concat(definitions)];
  const tableBytes = tables.reduce((sum, { length }) => sum + length, 0);
  const padding = Buffer.alloc(parts.paddingBytes ?? 0);
  const dynamicBytes =
    (dynamic.length + 3 + (needs.length > 0 ? 2 : 0) + (definitions.length > 0 ? 2 : 0)) *
    (is64 ? 16 : 8);
  const first = interpreterAt + interpreter.length;
  const [dynamicAt, tablesAt] = parts.isDynamicFirst
    ? [first, first + dynamicBytes + padding.length]
    : [first + tableBytes + padding.length, first];

  dynamic.push([5, loadAddress + tablesAt], [10, strings.length]);
  const needsAt = tablesAt + tables[0]!.length;
  if (needs.length > 0) {
    dynamic.push([0x6ffffffe, loadAddress + needsAt], [0x6fffffff, needs.length]);
  }
  if (definitions.length > 0) {
    const definitionsAt = needsAt + tables[1]!.length;
    dynamic.push([0x6ffffffc, loadAddress + definitionsAt], [0x6ffffffd, definitions.length]);
  }
  dynamic.push([0, 0]);
  const dynamicTable = Buffer.concat(dynamic.flatMap(([tag, value]) => [word(tag), word(value)]));

  const size = first + tableBytes + padding.length + (isDynamic ? dynamicTable.length : 0);
  function segment(type: number, offset: number, length: number): Buffer {
    const address = word(loadAddress + offset);
    const sizes = [word(length), word(length)];
    return is64
      ? Buffer.concat([u32(type), u32(4), word(offset), address, address, ...sizes, word(1)])
      : Buffer.concat([u32(type), word(offset), address, address, ...sizes, u32(4), word(1)]);
  }
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, parts.byteOrder === 'little' ? 1 : 2, 1]),
    Buffer.alloc(9),
    u16(parts.type ?? 3),
    u16(parts.machine ?? 62),
    u32(1),
    word(0),
    word(headerSize),
    word(0),
    u32(0),
    u16(headerSize),
    u16(entrySize),
    u16(count),
    u16(0),
    u16(0),
    u16(0),
  ]);
  const segments = [
    segment(1, 0, size),
    ...(isDynamic ? [segment(2, dynamicAt, dynamicTable.length)] : []),
    ...(interpreter.length > 0 ? [segment(3, interpreterAt, interpreter.length)] : []),
  ];
  const tail = isDynamic
    ? parts.isDynamicFirst
      ? [dynamicTable, padding, ...tables]
      : [...tables, padding, dynamicTable]
    : [...tables, padding];
  return Buffer.concat([header, ...segments, interpreter, ...tail]);
}
