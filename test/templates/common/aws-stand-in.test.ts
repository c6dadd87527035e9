import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { templatesRoot } from '../../../scaffold/package-root.ts';
import { freePort } from '../../docker/free-port.ts';

const program = path.join(templatesRoot, 'common/project/.lambda-container/aws_stand_in.pl');
const chat = path.join(templatesRoot, 'events/websocket/function/events/__function__');
const responses = `${readFileSync(path.join(chat, 'aws_responses.txt'), 'utf8')}
GET / 204
POST /prod/@connections/Zx1kRdbUFiACEvg= 500 the first line counts
`;

interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Runs the stand-in while `use` asks it, and returns its log. */
async function withStandIn(
  use: (ask: (request: Request) => Promise<[number, string]>) => Promise<void>,
): Promise<string[]> {
  const port = await freePort();
  const standIn = execa('perl', [program, String(port), responses], { reject: false });
  const agent = new Agent({ keepAlive: true });
  try {
    await once(standIn.stdout, 'data');
    await use(async ({ method = 'POST', body = '', headers = {}, ...rest }) => {
      const sent = request({ ...rest, port, method, agent, headers });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return [response.statusCode!, await text(response)];
    });
  } finally {
    agent.destroy();
    standIn.kill('SIGTERM');
  }
  return (await standIn).stdout.split('\n');
}

test('the stand-in for AWS responds to operations and paths, and logs what it was asked for', async () => {
  const log = await withStandIn(async (ask) => {
    const query = { 'x-amz-target': 'DynamoDB_20120810.Query' };
    const [status, connections] = await ask({ headers: query, body: '{}' });
    expect(status).toBe(200);
    expect(JSON.parse(connections)).toMatchObject({ Count: 3 });

    const posts = '/prod/%40connections/';
    expect(await ask({ path: `${posts}Zx0z-cPSliACFHw%3D?a=b` })).toStrictEqual([
      410,
      '{"__type":"GoneException","message":"Gone"}',
    ]);
    expect(await ask({ path: `${posts}Zx1kRdbUFiACEvg%3D` })).toStrictEqual([200, '']);
    expect(await ask({ method: 'GET' })).toStrictEqual([204, '']);
  });
  expect(log).toStrictEqual([
    'ready',
    'asked for DynamoDB_20120810.Query',
    'asked for POST /prod/@connections/Zx0z-cPSliACFHw=',
    'asked for POST /prod/@connections/Zx1kRdbUFiACEvg=',
    'asked for GET /',
  ]);
});

test('a request that no line fits is an error that says so', async () => {
  await withStandIn(async (ask) => {
    const [status, body] = await ask({ path: '/a%22%0ab' });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toStrictEqual({
      __type: 'UnexpectedRequest',
      message: 'expected a line for POST /a"\nb in aws_responses.txt, found none',
    });
  });
});

test('it takes requests at once, bytes, and large ones after it has agreed to them', async () => {
  await withStandIn(async (ask) => {
    const put = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const bodies = Array.from({ length: 20 }, (_, size) => Buffer.alloc(size * 100_000, '\r\n\0'));
    const all = await Promise.all(
      bodies.map((body) =>
        ask({
          body,
          headers: { ...put, expect: '100-continue', 'content-length': String(body.length) },
        }),
      ),
    );
    expect(all).toStrictEqual(bodies.map(() => [200, '{}']));
  });
});
