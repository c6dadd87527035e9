import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { freePort } from '../../docker/free-port.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

/** Runs `send` beside a server that responds with that, and returns what the server got, too. */
async function send(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  { status, body }: { status: number; body: string } = {
    status: 202,
    body: '{"function":"orders","source":"sqs","count":1}',
  },
) {
  using here = temporaryDirectory(files);
  const requests: { path: string; body: unknown }[] = [];
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push({ path: request.url!, body: JSON.parse(await text(request)) });
    response.writeHead(status).end(body);
  }
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const env = { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` };
  const result = await runCli(here.path, ['send', ...args], { env });
  server.close();
  return { ...result, requests };
}

function base64(message: string): string {
  return Buffer.from(message).toString('base64');
}

test('a file is a message', async () => {
  const { exitCode, stdout, stderr, requests } = await send(['sqs', 'order.json'], {
    'order.json': '{"orderId":"Ä"}\n',
  });
  expect({ exitCode, stdout, stderr }).toStrictEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'Sent 1 to orders (sqs).',
  });
  expect(requests).toStrictEqual([
    {
      path: '/_lambda-container/send',
      body: { source: 'sqs', messages: [base64('{"orderId":"Ä"}\n')], count: 1 },
    },
  ]);
});

test('each line of a file can be a message', async () => {
  const { requests } = await send(['kinesis', 'lines', '--lines'], { lines: 'é\r\n\ntwo\n' });
  expect(requests).toMatchObject([{ body: { messages: [base64('é'), base64('two')] } }]);
});

test('flags are passed on', async () => {
  const { requests } = await send(
    'sqs --data x --count 3 --function orders --group g --partition-key k --subject s --detail-type d'.split(
      ' ',
    ),
  );
  expect(requests[0]!.body).toStrictEqual({
    source: 'sqs',
    function: 'orders',
    messages: [base64('x')],
    count: 3,
    group: 'g',
    partitionKey: 'k',
    subject: 's',
    detailType: 'd',
  });
});

test('a schedule needs no file', async () => {
  const { requests } = await send(['schedule']);
  expect(requests).toMatchObject([{ body: { source: 'schedule', messages: [''] } }]);
});

test('what has failed is sent again', async () => {
  const result = { status: 202, body: '{"count":2}' };
  const { stderr, requests } = await send(['--failed', '--function', 'orders'], {}, result);
  expect(stderr).toBe('Sent 2 again.');
  expect(requests).toStrictEqual([
    { path: '/_lambda-container/send-failed', body: { function: 'orders' } },
  ]);
  expect((await send(['--failed'], {}, { status: 202, body: '{"count":0}' })).stderr).toBe(
    'Nothing has failed.',
  );
});

test('a refusal is printed', async () => {
  const body = '{"Type":"User","message":"Expected a message of 1 to 1048576 bytes, found 0."}';
  const { exitCode, stderr } = await send(['sqs', '--data='], {}, { status: 400, body });
  expect(stderr).toBe('Expected a message of 1 to 1048576 bytes, found 0.');
  expect(exitCode).toBe(1);
});

test('another server is told apart', async () => {
  const { exitCode, stderr } = await send(['sqs', '--data', 'x'], {}, { status: 404, body: '<p>' });
  expect(stderr).toContain('found status 404');
  expect(exitCode).toBe(1);
});

test('without dev, it says what to do', async () => {
  using here = temporaryDirectory();
  const port = await freePort();
  const args = ['send', 'sqs', '--data', 'x', '--port', String(port)];
  const { exitCode, stderr } = await runCli(here.path, args);
  expect(stderr).toBe(
    `Expected lambda-container dev at http://localhost:${port}, found nothing that responds there.\n` +
      'Run it in the directory of the project, or say where it listens: --port.',
  );
  expect(exitCode).toBe(1);
});

test.each([
  [[], 'Expected an event source and a file, found nothing.'],
  [['sqs', 'a', 'b'], 'found sqs a b.'],
  [['sqs'], 'Expected a file with what to send, found none.'],
  [['sqs', 'a', '--data', 'x'], 'Expected one message, found a and --data.'],
  [['sqs', 'nope.json'], 'no such file'],
  [['sqs', '--data', 'x', '--count', '0'], 'Expected --count to be 1 to 10000, found "0".'],
  [['sqs', '--data', 'x', '--port', '0'], 'Expected --port to be 1 to 65535, found "0".'],
  [['sqs', '--failed'], 'Expected no source with --failed, found sqs.'],
])('%j is wrong usage', async (args, problem) => {
  const { exitCode, stdout, stderr } = await send(args);
  expect(stderr).toContain(problem);
  expect({ exitCode, stdout }).toStrictEqual({ exitCode: 2, stdout: '' });
});
