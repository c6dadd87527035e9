import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

import { hasDefect } from './defect.ts';

/** What a call got. */
export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** One connection to the Runtime API, kept alive. */
export interface Connection {
  call(method: string, path: string, body?: string | Buffer, headers?: Headers): Promise<Answer>;
  /** A call whose body is written bit by bit. */
  open(path: string, headers: Headers): { body: ClientRequest; answer: Promise<Answer> };
}

type Headers = Record<string, string>;

const [host, port] = process.env['AWS_LAMBDA_RUNTIME_API']!.split(':');

export function connection(): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  function start(method: string, path: string, headers: Headers) {
    const url = { host, port, agent, method, path: `/2018-06-01/runtime/${path}` };
    const body = request({ ...url, headers, maxHeaderSize: 65_536 });
    const answer = new Promise<Answer>((resolve, reject) => {
      body.on('error', reject).on('response', (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        function finish() {
          const { statusCode: status = 0, headers: got } = response;
          const isUnread = hasDefect('connection-chunked') && !got['content-length'];
          resolve({
            status,
            headers: got,
            body: isUnread ? Buffer.from('""') : Buffer.concat(chunks),
          });
        }
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', finish);
        response.on('error', hasDefect('connection-cut-in-body') ? () => process.exit(1) : reject);
      });
      body.on('socket', (socket) => {
        if (hasDefect('connection-closed-after-answer'))
          socket.once('close', () => process.exit(1));
      });
    });
    return { body, answer };
  }
  return {
    call(method, path, body = '', headers = {}) {
      const call = start(method, path, {
        ...headers,
        'Content-Length': `${Buffer.byteLength(body)}`,
      });
      call.body.end(body);
      return call.answer;
    },
    open: (path, headers) => start('POST', path, headers),
  };
}
