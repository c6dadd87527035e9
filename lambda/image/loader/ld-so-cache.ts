import type { Budget } from '../budget.ts';

const magic = 'glibc-ld.so.cache1.1';
const headerBytes = 48;
const entryBytes = 24;

/** Real ones have a hundredth; entries of a hostile one could share the same text. */
const maxTextBytes = 4 * 1024 ** 2;

/** What an entry takes in memory. */
const entryMemory = 128;

/** No path of Linux is longer. */
const maxPathBytes = 4096;

/**
 * Where `ldconfig` found libraries: name to paths, in the order of the file. An image without the file has none of
 * them, whatever is in ld.so.conf: the loader reads the cache only.
 *
 * The format is struct cache_file_new of glibc's sysdeps/generic/dl-cache.h: a header of 48 bytes, entries of
 * 24, and offsets of strings from the start. What is damaged is left out, as the loader does.
 */
export function readLdSoCache(
  bytes: Uint8Array,
  budget: Budget,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Before glibc 2.32 the new format came behind the old one.
  const start = buffer.indexOf(magic);
  if (start === -1 || buffer.length < start + headerBytes) return found;
  const cache = buffer.subarray(start);
  const count = Math.min(
    cache.readUInt32LE(magic.length),
    Math.floor((cache.length - headerBytes) / entryBytes),
  );
  let left = maxTextBytes;
  for (let index = 0; index < count && left > 0; index += 1) {
    budget.spend('steps', 4);
    const entry = headerBytes + index * entryBytes;
    const name = textAt(cache, cache.readUInt32LE(entry + 4));
    const path = textAt(cache, cache.readUInt32LE(entry + 8));
    if (name === undefined || path === undefined) continue;
    left -= name.length + path.length;
    budget.spend('keptBytes', entryMemory + name.length + path.length);
    const paths = found.get(name);
    if (paths === undefined) found.set(name, [path]);
    else paths.push(path);
  }
  return found;
}

function textAt(cache: Buffer, offset: number): string | undefined {
  const end = cache.subarray(0, offset + maxPathBytes).indexOf(0, offset);
  return offset >= cache.length || end === -1 ? undefined : cache.toString('latin1', offset, end);
}
