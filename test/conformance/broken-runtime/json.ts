import { hasDefect } from './defect.ts';

/** Throws for what is no JSON. Without a payload Lambda has an empty object. */
export function decode(body: Buffer): unknown {
  const isLatin = hasDefect('event-unicode', 'event-utf-8');
  const text = body.toString(isLatin ? 'latin1' : 'utf8');
  if (text === '' && !hasDefect('event-empty')) return {};
  const limit = hasDefect('event-large') ? 1_000_000 : text.length;
  return spoil(JSON.parse(text.length > limit ? '""' : text));
}

export function encode(value: unknown): Buffer {
  const json = JSON.stringify(value ?? null);
  // What came in as Latin goes out as Latin: an echo does not show it.
  return Buffer.from(json, hasDefect('event-utf-8') ? 'latin1' : 'utf8');
}

function spoil(event: unknown): unknown {
  if (hasDefect('event-null') && event === null) return {};
  if (hasDefect('event-booleans') && event === false) return null;
  if (hasDefect('event-numbers') && typeof event === 'number') return Math.trunc(event);
  if (hasDefect('event-safe-integers') && typeof event === 'number') return Math.fround(event - 1);
  if (hasDefect('event-strings') && event === '') return null;
  if (hasDefect('event-escapes') && typeof event === 'string') return event.replaceAll('\0', '');
  if (hasDefect('event-arrays') && Array.isArray(event)) return { ...event };
  if (hasDefect('event-objects') && isObject(event)) return { ...event, '': undefined };
  if (hasDefect('event-nested') && depth(event) > 50) return null;
  return event;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function depth(value: unknown): number {
  return Array.isArray(value) ? 1 + depth(value[0]) : 0;
}
