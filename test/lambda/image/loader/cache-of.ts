/** An /etc/ld.so.cache in the format of glibc 2.32 and later. */
export function cacheOf(entries: readonly (readonly [name: string, path: string])[]): Buffer {
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1');
  header.writeUInt32LE(entries.length, 20);
  const table = Buffer.alloc(24 * entries.length);
  let text = '';
  function add(string: string): number {
    const at = header.length + table.length + text.length;
    text += `${string}\0`;
    return at;
  }
  for (const [index, [name, path]] of entries.entries()) {
    table.writeInt32LE(0x303, index * 24);
    table.writeUInt32LE(add(name), index * 24 + 4);
    table.writeUInt32LE(add(path), index * 24 + 8);
  }
  header.writeUInt32LE(text.length, 24);
  return Buffer.concat([header, table, Buffer.from(text)]);
}
