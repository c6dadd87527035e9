import { elfBytes, ElfProblem, elfFields, type ElfEncoding } from './elf-fields.ts';
import type { ElfFacts } from './elf-facts.ts';
import type { KnownBytes } from './known-bytes.ts';

export type ElfHeader = ElfEncoding & {
  type: ElfFacts['type'];
  machine: number;
  architecture: string | undefined;
  programHeaders: { offset: number; entrySize: number; count: number };
};

const magic = Buffer.from('\x7fELF', 'latin1');

export function startsAsElf(head: Buffer): boolean {
  return head.subarray(0, 4).equals(magic);
}

const types: Record<number, ElfFacts['type']> = {
  1: 'relocatable',
  2: 'executable',
  3: 'shared',
  4: 'core',
};

/** Numbers of the "System V ABI", chapter "ELF Header", as the names that Docker has from Go (GOARCH). */
function architectureOf(machine: number, encoding: ElfEncoding): string | undefined {
  const { class: width, byteOrder } = encoding;
  const isLittle = byteOrder === 'little';
  if (machine === 3) return '386';
  if (machine === 8) return `mips${width === 64 ? '64' : ''}${isLittle ? 'le' : ''}`;
  if (machine === 21) return isLittle ? 'ppc64le' : 'ppc64';
  if (machine === 22) return width === 64 ? 's390x' : undefined;
  if (machine === 40) return 'arm';
  if (machine === 62) return width === 64 ? 'amd64' : undefined;
  if (machine === 183) return isLittle ? 'arm64' : undefined;
  if (machine === 243) return width === 64 ? 'riscv64' : undefined;
  if (machine === 258) return width === 64 ? 'loong64' : undefined;
  return undefined;
}

/** The first 52 or 64 bytes. */
export function readElfHeader(file: KnownBytes): ElfHeader {
  const ident = elfBytes(file, 'an ELF identification', { offset: 0, length: 16 }, 64);
  if (!startsAsElf(ident))
    throw new ElfProblem('Expected an ELF file, found another magic number.');
  const [width, order, version] = [ident[4], ident[5], ident[6]];
  if (width !== 1 && width !== 2) {
    throw new ElfProblem(`Expected the ELF class 1 (32 bits) or 2 (64 bits), found ${width}.`);
  }
  if (order !== 1 && order !== 2) {
    throw new ElfProblem(
      `Expected the ELF byte order 1 (little-endian) or 2 (big-endian), found ${order}.`,
    );
  }
  if (version !== 1) throw new ElfProblem(`Expected the ELF version 1, found ${version}.`);
  const encoding = {
    class: width === 1 ? 32 : 64,
    byteOrder: order === 1 ? 'little' : 'big',
  } as const;
  const is64 = encoding.class === 64;
  const bytes = elfBytes(file, 'an ELF header', { offset: 0, length: is64 ? 64 : 52 });
  const fields = elfFields(bytes, encoding);
  const machine = fields.u16(18);
  return {
    ...encoding,
    type: types[fields.u16(16)] ?? 'other',
    machine,
    architecture: architectureOf(machine, encoding),
    programHeaders: {
      offset: fields.word(is64 ? 32 : 28),
      entrySize: fields.u16(is64 ? 54 : 42),
      count: fields.u16(is64 ? 56 : 44),
    },
  };
}
