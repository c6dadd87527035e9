type Headers = readonly (readonly [name: string, value: string])[];

/** All values of each name, in the order of their first ones. Names that differ only in case are the same. */
export function valuesByName(headers: Headers): [name: string, values: string[]][] {
  const found = new Map<string, [name: string, values: string[]]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const known = found.get(key);
    if (known === undefined) found.set(key, [name, [value]]);
    else known[1].push(value);
  }
  return [...found.values()];
}

export function withLowerCaseNames(headers: Headers): [name: string, value: string][] {
  return headers.map(([name, value]) => [name.toLowerCase(), value]);
}

/** Where an event has one value of each name. */
export function lastOfEach(
  all: Iterable<readonly [name: string, values: readonly string[]]>,
): Record<string, string> {
  return Object.fromEntries([...all].map(([name, values]) => [name, values.at(-1)!]));
}
