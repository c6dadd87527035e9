/** An element that is added to a list or removed from it, in a line of code or data. */
interface ListEdit {
  /** What the list begins with, up to its bracket: `extra_applications: [`. */
  readonly start: string;
  readonly element: string;
  readonly isAdded: boolean;
  /** The element before it, if it is not the first. */
  readonly previous: string | undefined;
}

/**
 * Makes the edit that leads from one line to the other in the same list of `text`, whatever else the user has added to it, on
 * one line or on several. Undefined if the edit is another one, or the list is not there exactly once.
 */
export function mergeList(before: string, after: string, text: string): string | undefined {
  const edit = listEdit(before, after);
  if (edit === undefined) return undefined;
  const pattern = new RegExp(
    edit.start
      .split(/\s+/)
      .map(literal)
      .join(String.raw`\s*`),
    'g',
  );
  const [found, another] = [...text.matchAll(pattern)];
  if (found === undefined || another !== undefined) return undefined;
  const from = found.index + found[0].length;
  const to = closingBracket(text, from);
  if (to === undefined) return undefined;
  const list = text.slice(from, to);
  const edited = edit.isAdded ? withElement(list, edit) : withoutElement(list, edit);
  return text.slice(0, from) + edited + text.slice(to);
}

function listEdit(before: string, after: string): ListEdit | undefined {
  const isAdded = after.length > before.length;
  const [shorter, longer] = isAdded ? [before, after] : [after, before];
  let prefix = 0;
  while (prefix < shorter.length && shorter[prefix] === longer[prefix]) prefix += 1;
  const rest = shorter.slice(prefix);
  if (!longer.endsWith(rest)) return undefined;
  const element = longer
    .slice(prefix, longer.length - rest.length)
    .replaceAll(/^[\s,]+|[\s,]+$/g, '');
  const bracket = longer.lastIndexOf('[', prefix - 1);
  if (bracket === -1 || element === '' || /[[\],]/.test(element)) return undefined;
  const previous = longer
    .slice(bracket + 1, prefix)
    .split(',')
    .map((each) => each.trim())
    .findLast((each) => each !== '');
  return { start: longer.slice(0, bracket + 1).trim(), element, isAdded, previous };
}

/** The position of the bracket that closes the list that begins at `from`. */
function closingBracket(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '[') depth += 1;
    if (text[index] === ']') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

function withElement(list: string, { element, previous }: ListEdit): string {
  if (elementIn(list, element) !== undefined) return list;
  const found = previous === undefined ? undefined : elementIn(list, previous);
  if (found === undefined) {
    const [space] = /^\s*/.exec(list)!;
    const others = list.slice(space.length);
    return others === ''
      ? element + list
      : `${space}${element},${space === '' ? ' ' : space}${others}`;
  }
  // On a line of its own, as the one before it.
  const space = found.space === '' ? ' ' : found.space;
  return `${list.slice(0, found.end)},${space}${element}${list.slice(found.end)}`;
}

function withoutElement(list: string, { element }: ListEdit): string {
  const found = elementIn(list, element);
  if (found === undefined) return list;
  if (found.start > 0) return list.slice(0, found.start - 1) + list.slice(found.end);
  return found.space + list.slice(found.end).replace(/^\s*,\s*/, '');
}

/** Where an element is in a list: `space` comes before it, and a comma before that unless it is the first. */
function elementIn(list: string, element: string) {
  const pattern = new RegExp(String.raw`(?<=^|,)(\s*)${literal(element)}(?=\s*(?:,|$))`);
  const found = pattern.exec(list);
  if (found === null) return undefined;
  return { start: found.index, space: found[1]!, end: found.index + found[0].length };
}

/** A regular expression for the text itself. */
function literal(text: string): string {
  return text.replaceAll(/[^\w\s]/g, String.raw`\$&`);
}
