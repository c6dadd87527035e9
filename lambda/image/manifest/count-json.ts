const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];

const [openBracket, openBrace, closeBracket, closeBrace] = [0x5b, 0x7b, 0x5d, 0x7d];

/**
 * How much is in a JSON text, without parsing it: at least as many values as there are, and how deep they are within
 * one another. Any bytes will do.
 */
export function countJson(bytes: Uint8Array): { values: number; depth: number } {
  let [values, level, depth] = [1, 0, 0];
  let isInString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (isInString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) isInString = false;
    } else if (byte === quote) {
      isInString = true;
    } else if (byte === comma || byte === colon) {
      values += 1;
    } else if (byte === openBracket || byte === openBrace) {
      values += 1;
      level += 1;
      depth = Math.max(depth, level);
    } else if (byte === closeBracket || byte === closeBrace) {
      level -= 1;
    }
  }
  return { values, depth };
}
