/** Lines of at most `width` characters, wrapped at spaces. A longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    const longer = `${line} ${word}`.trimStart();
    if (longer.length > width && line !== '') lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
