import { applyPatch, reversePatch, structuredPatch, type StructuredPatch } from 'diff';
import { mergeJsonEdits } from './merge-json-edits.ts';

export interface Merged {
  readonly contents: Buffer;
  /** The edits that `mine` has no place for, as in a unified diff; of JSON, members. */
  readonly missing: readonly string[];
}

/**
 * Makes in `mine` the edits that lead from `before` to `after`. What is there already is left as it is. Line by line, with
 * one line of context: what is different elsewhere does not matter. JSON is merged member by member.
 */
export function mergeEdits(before: Buffer, after: Buffer, mine: Buffer): Merged {
  const json = mergeJsonEdits(before, after, mine);
  if (json !== undefined) return json;
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
