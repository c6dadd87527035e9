import type { Handler } from './start-test-api.ts';

/** Echoes its event and what it was told. */
const echo: Handler = async (event, options) => ({
  body: Buffer.from(JSON.stringify({ event: JSON.parse(event.toString()), options })),
  log: 'START\nhello\nEND\nREPORT\n',
});

const failure = { type: 'Orders.NotFound', payload: Buffer.from('{"errorType":"NotFound"}') };

/** Functions that the SDKs are tried with. */
export const exampleHandlers = {
  echo,
  fail: async () => ({ body: failure.payload, error: failure }),
  broken: async () => {
    throw new Error('The image could not be built.');
  },
  stream: async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('first '), 'text/plain');
    await onChunk!(Buffer.from('second'), 'text/plain');
    return { isStreamed: true };
  },
  'stream-fails': async (_event, { onChunk }) => {
    await onChunk!(Buffer.from('first'), 'text/plain');
    return { isStreamed: true, error: failure };
  },
} satisfies Readonly<Record<string, Handler>>;
