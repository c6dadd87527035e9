/**
 * Leaves the headers of an ELF file of 64 bits with an interpreter where they are, and puts the tables and the dynamic
 * table so far behind.
 */
export function moveTables(elf: Buffer, tablesAt: number, dynamicAt: number): Buffer {
  const second = 64 + 56;
  const dynamicBytes = Number(elf.readBigUInt64LE(second + 32));
  const oldDynamicAt = elf.length - dynamicBytes;
  const third = second + 56;
  const headers = third + 56 + Number(elf.readBigUInt64LE(third + 32));
  const bytes = Buffer.alloc(dynamicAt + dynamicBytes);
  elf.copy(bytes, 0, 0, headers);
  elf.copy(bytes, tablesAt, headers, oldDynamicAt);
  elf.copy(bytes, dynamicAt, oldDynamicAt);
  // The first segment is the whole file, the second one the dynamic table.
  bytes.writeBigUInt64LE(BigInt(bytes.length), 64 + 32);
  bytes.writeBigUInt64LE(BigInt(dynamicAt), second + 8);
  for (let at = dynamicAt; at < bytes.length; at += 16) {
    const tag = bytes.readBigUInt64LE(at);
    if (tag !== 5n && tag !== 0x6ffffffen) continue;
    bytes.writeBigUInt64LE(bytes.readBigUInt64LE(at + 8) + BigInt(tablesAt - headers), at + 8);
  }
  return bytes;
}
