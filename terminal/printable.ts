/**
 * Escapes what a terminal would obey or hide, as in `\x1b`: control characters, also line breaks, those that change the
 * direction of text, have no width or are not valid. File names and names of images may have any bytes.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, escaped);
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.replaceAll(unprintable, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** The same for text of several lines with tabs. */
export function printableText(text: string): string {
  return text.split('\t').map(printableLines).join('\t');
}

/** The same for JSON, which stays the same JSON. */
export function printableJson(json: string): string {
  return json.replaceAll(unprintable, (character) =>
    character === '\n' ? character : asJson(character),
  );
}

/** Control and format characters, separators of lines, and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 256) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 65_536 ? `\\u${hexadecimal(code)}` : `\\u{${code.toString(16)}}`;
}

/** Each half of a surrogate pair has an escape of its own. */
function asJson(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${hexadecimal(unit.charCodeAt(0))}`)
    .join('');
}

function hexadecimal(code: number): string {
  return code.toString(16).padStart(4, '0');
}
