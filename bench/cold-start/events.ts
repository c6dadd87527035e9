/** An event of exactly so many bytes: a name to greet, and as many records as there is room for. */
export function eventOf(bytes: number): Buffer {
  const empty = JSON.stringify(event([], '')).length;
  const count = Math.floor((bytes - empty) / JSON.stringify([record(0)]).slice(1).length);
  const records = Array.from({ length: count }, (_, id) => record(id));
  const missing = bytes - JSON.stringify(event(records, '')).length;
  return Buffer.from(JSON.stringify(event(records, '.'.repeat(missing))));
}

/** The response of every handler to it. */
export const expectedAnswer = JSON.stringify({ message: 'Hello, Ada!' });

function event(records: object[], filler: string) {
  return { name: 'Ada', records, filler };
}

function record(id: number) {
  return {
    id: `order-${String(id).padStart(6, '0')}`,
    amount: 12.5,
    tags: ['new', 'gift'],
  };
}
