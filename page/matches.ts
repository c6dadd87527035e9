/** Whether a text has all words of a filter, in any order; capital letters do not matter. */
export function matches(filter: string, texts: readonly (string | undefined)[]): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
