interface Named {
  name: string;
}

export function nameIn(event: unknown): string {
  if (isNamed(event)) return event.name;
  throw new RangeError('no name');
}

function isNamed(event: unknown): event is Named {
  return typeof event === 'object' && event !== null && 'name' in event;
}
