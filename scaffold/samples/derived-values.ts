import { deleteProperty, getProperty, setProperty } from 'dot-prop';
import type { DerivedValue } from '../catalog/catalog.ts';
import { derivations } from './derivations.ts';

/**
 * Sets the values of an event that follow from those that have changed, where they are not given themselves. `original`
 * is the event before the changes. Paths are written as in `--set`; `[]` in a rule stands for each element of a list.
 */
export function updateDerived(
  event: object,
  original: object,
  rules: readonly DerivedValue[],
  changed: readonly string[],
): void {
  const given = new Set(changed);
  const all = [...changed];
  for (const { set, from, as } of rules) {
    for (const [target, source] of pairs(event, set, from)) {
      if (given.has(target) || !all.some((path) => overlaps(path, source))) continue;
      const old: unknown = getProperty(event, target);
      const basis: unknown = getProperty(event, source);
      const oldBasis: unknown = getProperty(original, source);
      const value =
        basis === undefined ? undefined : derivations[as](basis, { event, old, oldBasis });
      if (value === undefined) deleteProperty(event, target);
      else setProperty(event, target, value);
      all.push(target);
    }
  }
}

/** `Records[].body` of a batch of two is `Records[0].body` and `Records[1].body`. */
function pairs(event: object, set: string, from: string): (readonly [string, string])[] {
  const [list, ...rest] = set.split('[]');
  if (rest.length === 0) return [[set, from]];
  const elements: unknown = getProperty(event, list!);
  if (!Array.isArray(elements)) return [];
  return elements.map(
    (_, index) => [set.replace('[]', `[${index}]`), from.replace('[]', `[${index}]`)] as const,
  );
}

/** Whether one path leads to the other or to what is below it. */
function overlaps(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return longer === shorter || (longer.startsWith(shorter) && /[.[]/.test(longer[shorter.length]!));
}
