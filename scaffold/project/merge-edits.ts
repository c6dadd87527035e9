import { applyPatch, reversePatch, structuredPatch, type StructuredPatch } from 'diff';

export interface Merged {
  readonly contents: Buffer;
  /** The edits that `mine` has no place for, as in a unified diff. */
  readonly missing: readonly string[];
}

/**
 * Makes in `mine` the edits that lead from `before` to `after`. What is there already is left as it is. Line by line, with
 * one line of context: what is different elsewhere does not matter.
 */
export function mergeEdits(before: Buffer, after: Buffer, mine: Buffer): Merged {
  // Bytes that are no text must stay what they are.
  const [from, to] = [before.toString('latin1'), after.toString('latin1')];
  const patch = structuredPatch('', '', from, to, undefined, undefined, { context: 1 });
  const missing: string[] = [];
  let text = mine.toString('latin1');
  for (const hunk of patch.hunks) {
    const edit: StructuredPatch = { ...patch, hunks: [hunk] };
    if (applyPatch(text, reversePatch(edit)) !== false) continue;
    const edited = applyPatch(text, edit);
    if (edited === false) missing.push(Buffer.from(hunk.lines.join('\n'), 'latin1').toString());
    else text = edited;
  }
  return { contents: Buffer.from(text, 'latin1'), missing };
}
