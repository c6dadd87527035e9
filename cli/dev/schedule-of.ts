import type { NamedFunction } from '../../scaffold/plan/functions.ts';

/** When a function with the event `schedule` is due. `typed` overrides what the deploy tools are given, unless it is empty. */
export function scheduleOf(
  { facts }: NamedFunction,
  typed: string,
): { readonly expression: string; readonly timeZone: string } {
  return {
    expression: typed === '' ? String(facts['schedule']) : typed,
    timeZone: String(facts['timeZone'] ?? 'UTC'),
  };
}
