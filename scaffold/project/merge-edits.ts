import { applyPatch, reversePatch, structuredPatch, type StructuredPatch } from 'diff';
import { mergeJsonEdits } from './merge-json-edits.ts';
import { mergeList } from './merge-list.ts';
import type { Merged } from './merged.ts';

/**
 * Makes in `mine` the edits that lead from `before` to `after`. What is there already is left as it is. Line by line, with
 * one line of context: what is different elsewhere does not matter. Lines that are only added need no more than the line before them,
 * and lines that are only removed no context, if they are there once. A list in one line may have other elements, too. JSON is
 * merged member by member.
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
    const merged =
      edited === false
        ? (mergeChangedLine(hunk.lines, text) ?? mergeWholeLines(hunk.lines, text))
        : edited;
    if (merged !== undefined) text = merged;
    else if (!isMade(edit, text)) {
      missing.push(Buffer.from(hunk.lines.join('\n'), 'latin1').toString());
    }
  }
  return { contents: Buffer.from(text, 'latin1'), missing };
}

function isMade(edit: StructuredPatch, text: string): boolean {
  return applyPatch(text, reversePatch(edit)) !== false;
}

function mergeChangedLine(hunk: readonly string[], text: string): string | undefined {
  const [removed, added] = ['-', '+'].map((sign) => hunk.filter((line) => line.startsWith(sign)));
  if (removed!.length !== 1 || added!.length !== 1) return undefined;
  return mergeList(removed![0]!.slice(1), added![0]!.slice(1), text);
}

/** Lines that are only added, or only removed, where another line follows than the one that was there. */
function mergeWholeLines(hunk: readonly string[], text: string): string | undefined {
  const [removed, added] = ['-', '+'].map((sign) => hunk.filter((line) => line.startsWith(sign)));
  if (removed!.length > 0 && added!.length > 0) return undefined;
  const changed = hunk.findIndex((line) => !line.startsWith(' '));
  const anchor = removed!.length > 0 ? removed! : hunk.slice(0, changed);
  const lines = anchor.map((line) => `${line.slice(1)}\n`).join('');
  if (lines.trim() === '') return undefined;
  const [before, after, another] = `\n${text}`.split(`\n${lines}`);
  if (after === undefined || another !== undefined) return undefined;
  const between = removed!.length > 0 ? added! : [...anchor, ...added!];
  return `${before}\n${between.map((line) => `${line.slice(1)}\n`).join('')}${after}`.slice(1);
}
