import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { readRequests, type Request } from '../../../bench/cold-start/read-requests.ts';

/** What is read when a client writes these pieces, each a packet. */
async function read(pieces: string[], count: number) {
  const requests: Request[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    readRequests(socket, (request) => {
      requests.push(request);
      if (requests.length === count) resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port: (server.address() as AddressInfo).port, noDelay: true });
  for (const piece of pieces) {
    await new Promise((written) => client.write(piece, written));
  }
  await promise;
  client.destroy();
  server.close();
  return requests.map(({ method, path, body }) => ({ method, path, body: body.toString() }));
}

const get = 'GET /next HTTP/1.1\r\nHost: here\r\n\r\n';
const post = 'POST /response HTTP/1.1\r\ncontent-length: 5\r\n\r\nÄbcd';

test('a request with a body, cut anywhere', async () => {
  const bytes = [...post];
  expect(await read(bytes, 1)).toStrictEqual([{ method: 'POST', path: '/response', body: 'Äbcd' }]);
});

test('several in one packet', async () => {
  const requests = await read([`${get}${post}${get}`], 3);
  expect(requests.map(({ path }) => path)).toStrictEqual(['/next', '/response', '/next']);
});

test.each(['', 'Error-Type: none\r\nError-Body: none\r\n'])(
  'a body in chunks, cut anywhere, with the trailers %j',
  async (trailers) => {
    const head = 'POST /response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunked = `${head}3\r\nÄb\r\n2\r\ncd\r\n0\r\n${trailers}\r\n`;
    const requests = await read([...chunked, `${chunked}${get}`], 3);
    expect(requests.map(({ body }) => body)).toStrictEqual(['Äbcd', 'Äbcd', '']);
  },
);
