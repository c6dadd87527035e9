/**
 * A number in a header: octal digits with spaces or zero bytes around, or, since those end at 8 GiB, with the
 * highest bit set and big-endian (GNU tar's manual, "Extensions to the Archive Format"). Undefined for all else.
 */
export function tarNumber(block: Buffer, at: number, length: number): number | undefined {
  if ((block[at]! & 0x80) !== 0) return binaryNumber(block, at, length);
  const text = block.toString('latin1', at, at + length).replace(/^[ \0]+/, '');
  const digits = /^[0-7]*/.exec(text)![0];
  if (!/^[ \0]*$/.test(text.slice(digits.length).slice(0, 1))) return undefined;
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function binaryNumber(block: Buffer, at: number, length: number): number | undefined {
  // 0xff begins a negative number, which no size, mode or id is.
  if (block[at] !== 0x80) return undefined;
  let number = 0;
  for (let index = at + 1; index < at + length; index += 1) number = number * 256 + block[index]!;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A decimal number as extended headers have them. Undefined for all else. */
export function decimalNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
