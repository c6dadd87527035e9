import {
  changed,
  deep,
  fails,
  type HostileEvent,
  huge,
  loneSurrogate,
  megabytes,
  responds,
  respondsOrFails,
  strange,
} from './hostile-event.ts';

const greeting = { message: 'Hello, Ada!' };

function event(values: Readonly<Record<string, unknown>>): string {
  return changed('direct', 'hello', values);
}

export const direct: readonly HostileEvent[] = [
  // What it says is the language's own: the function has no source whose events it could name.
  ...Object.entries(strange).map(([name, value]) => ({ name, event: value, ...fails })),
  ...[undefined, null, 17, true, {}, ['Ada']].map((name) => ({
    name: `name ${JSON.stringify(name)}`,
    event: event({ name }),
    ...fails,
  })),
  {
    name: 'a lone surrogate',
    event: event({ name: loneSurrogate }),
    ...respondsOrFails({ message: `Hello, ${loneSurrogate}!` }, { message: 'Hello, \uFFFD!' }),
  },
  { name: 'arrays in one another as name', event: event({ name: deep }), ...fails },
  { name: 'a huge number as name', event: event({ name: huge }), ...fails },
  { name: 'a field that is not known', event: event({ more: {} }), ...responds(greeting) },
  {
    name: 'a field that is not known, with arrays in one another',
    event: event({ more: deep }),
    ...respondsOrFails(greeting),
  },
  { name: 'an event of 6 MB', event: event({ more: megabytes }), ...responds(greeting) },
];
