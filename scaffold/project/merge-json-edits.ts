import { isDeepStrictEqual } from 'node:util';
import { parseJsonObject, printJson } from '../json/json.ts';
import { mergeChanges } from '../json/merge-changes.ts';
import type { Merged } from './merged.ts';

/**
 * The same as mergeEdits, member by member. Undefined if one of the files is not a JSON object. The result is printed as npm
 * does, with the indentation and the line ends of `mine`.
 */
export function mergeJsonEdits(before: Buffer, after: Buffer, mine: Buffer): Merged | undefined {
  const text = mine.toString();
  const [, start = '', lineEnd = '\n', indentation = ''] =
    /^(\uFEFF?)\s*\{(\r?\n)([ \t]+)/.exec(text) ?? [];
  const from = parseJsonObject(before.toString());
  const to = parseJsonObject(after.toString());
  const own = parseJsonObject(text.slice(start.length));
  if (from === undefined || to === undefined || own === undefined) return undefined;
  const { value, missing } = mergeChanges(from, to, own);
  if (isDeepStrictEqual(value, own)) return { contents: mine, missing };
  const printed = printJson(value, indentation).replaceAll('\n', lineEnd);
  return { contents: Buffer.from(start + printed), missing };
}
