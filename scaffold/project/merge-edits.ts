import { isDeepStrictEqual } from 'node:util';
import { applyPatch, reversePatch, structuredPatch, type StructuredPatch } from 'diff';
import { parseJsonObject, printJson } from '../json/json.ts';
import { mergeJsonEdits } from './merge-json-edits.ts';

export interface Merged {
  readonly contents: Buffer;
  /** The edits that `mine` has no place for: in JSON members, otherwise as in a unified diff. */
  readonly missing: readonly string[];
}

/**
 * Makes in `mine` the edits that lead from `before` to `after`. What is there already is left as it is, and what is different
 * elsewhere does not matter. JSON is merged member by member, any other text line by line, with one line of context.
 */
export function mergeEdits(before: Buffer, after: Buffer, mine: Buffer): Merged {
  return mergeJson(before, after, mine) ?? mergeLines(before, after, mine);
}

/** Undefined if one of them is not a JSON object. The text is printed as npm does, with the indentation of `mine`. */
function mergeJson(before: Buffer, after: Buffer, mine: Buffer): Merged | undefined {
  const text = mine.toString();
  const [, start = '', lineEnd = '\n', indentation = ''] =
    /^(\uFEFF?)\s*\{(\r?\n)([ \t]+)/.exec(text) ?? [];
  const from = parseJsonObject(before.toString());
  const to = parseJsonObject(after.toString());
  const own = parseJsonObject(text.slice(start.length));
  if (from === undefined || to === undefined || own === undefined) return undefined;
  const { value, missing } = mergeJsonEdits(from, to, own);
  if (isDeepStrictEqual(value, own)) return { contents: mine, missing };
  const printed = printJson(value, indentation).replaceAll('\n', lineEnd);
  return { contents: Buffer.from(start + printed), missing };
}

function mergeLines(before: Buffer, after: Buffer, mine: Buffer): Merged {
  // Bytes that are no text must stay what they are.
  const [from, to] = [before.toString('latin1'), after.toString('latin1')];
  const patch = structuredPatch('', '', from, to, undefined, undefined, { context: 1 });
  const missing: string[] = [];
  let text = mine.toString('latin1');
  for (const hunk of patch.hunks) {
    const edit: StructuredPatch = { ...patch, hunks: [hunk] };
    // Lines around removed ones may well follow one another elsewhere. Added ones tell whether they are there.
    const isAddition = hunk.lines.some((line) => line.startsWith('+'));
    if (isAddition && isMade(edit, text)) continue;
    const edited = applyPatch(text, edit);
    if (edited !== false) text = edited;
    else if (!isMade(edit, text)) {
      missing.push(Buffer.from(hunk.lines.join('\n'), 'latin1').toString());
    }
  }
  return { contents: Buffer.from(text, 'latin1'), missing };
}

function isMade(edit: StructuredPatch, text: string): boolean {
  return applyPatch(text, reversePatch(edit)) !== false;
}
