/** Whether a file begins as a binary or a library for macOS (Mach-O) or Windows (PE). */
export function foreignSystem(head: Buffer): 'macOS' | 'Windows' | undefined {
  if (head.length < 8) return undefined;
  if (isMachO(head)) return 'macOS';
  return isNativePe(head) ? 'Windows' : undefined;
}

/** For 32 and 64 bits, in both byte orders (mach-o/loader.h). */
const machO = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);

/** Several of them in one file (mach-o/fat.h). Class files of Java begin so too: their version is 45 or higher. */
const fat = new Set([0xcafebabe, 0xcafebabf]);
const mostArchitectures = 30;

function isMachO(head: Buffer): boolean {
  const magic = head.readUInt32BE(0);
  return machO.has(magic) || (fat.has(magic) && head.readUInt32BE(4) <= mostArchitectures);
}

/** "PE Format" of Microsoft: the header of the optional header, and the directory of .NET in it. */
function isNativePe(head: Buffer): boolean {
  if (head.readUInt16BE(0) !== 0x4d5a || head.length < 0x40) return false;
  const at = head.readUInt32LE(0x3c);
  if (at + 26 > head.length || head.readUInt32BE(at) !== 0x50450000) return false;
  const isWide = head.readUInt16LE(at + 24) === 0x20b;
  const directory = at + 24 + (isWide ? 112 : 96) + 14 * 8;
  // An assembly of .NET runs on every system.
  return directory + 4 > head.length || head.readUInt32LE(directory) === 0;
}
