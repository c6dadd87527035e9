/** Strings, numbers and words, or a single sign. */
const tokens = /"(?:[^"\\]|\\.)*"|[^\s"[\]{},:]+|[[\]{},:]/g;

/**
 * Indents JSON. Undefined if it is none. Unlike JSON.parse and JSON.stringify, it leaves numbers as they are, which JavaScript
 * would round.
 */
export function formatJson(text: string): string | undefined {
  if (jsonProblem(text) !== undefined) return undefined;
  let out = '';
  let depth = 0;
  let previous = '';
  function newLine(): void {
    out += `\n${'  '.repeat(depth)}`;
  }
  for (const [token] of text.matchAll(tokens)) {
    const isClosing = token === '}' || token === ']';
    const isEmpty = isClosing && (previous === '{' || previous === '[');
    if (isClosing) depth -= 1;
    if (isClosing && !isEmpty) newLine();
    else if (!isClosing && (previous === '{' || previous === '[' || previous === ',')) newLine();
    out += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return out;
}

/** Why a text is no JSON; undefined if it is. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
